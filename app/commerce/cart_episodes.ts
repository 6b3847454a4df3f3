import { contentHash } from '#app/events/keys'
import type { LineItem } from '#sdk/index'

/**
 * - `open`: being filled or left alone, and looked at when `due_at` comes;
 * - `abandoned`: its episode had its one abandonment; `held`: it would have, but for the reason that stands there;
 * - `completed`: an order came of it.
 */
export type CartState = 'open' | 'abandoned' | 'held' | 'completed'

export interface KnownCart {
  state: CartState
  episode: number
  itemsHash: string
  contactId: string | null
  changedAt: number
  abandonedAt: number | null
}

export interface SeenCart {
  items: LineItem[]
  contactId: string | null
  changedAt: number
  completedAt: number | null
}

/** The order that came of the same checkout, as far as we have heard. */
export interface CartOrder {
  id: string
  placedAt: number
  items: LineItem[]
}

export interface Episode {
  state: CartState
  episode: number
  /** When it became idle: the last change of its items or its contact, and of nothing else. */
  idleSince: number
}

export const itemSetHash = (items: Pick<LineItem, 'id' | 'quantity'>[]): string =>
  contentHash(items.map(({ id, quantity }) => `${id}×${quantity}`).sort())

/**
 * Where a cart stands after we have seen it anew. A new episode begins only when other items are in it after an
 * abandonment or an order, so that whoever opens our own recovery link is not abandoned again.
 */
export function nextEpisode(known: KnownCart | null, seen: SeenCart, order: CartOrder | null): Episode {
  const hash = itemSetHash(seen.items)
  const otherItems = known !== null && known.itemsHash !== hash
  const moved = !known || otherItems || known.contactId !== seen.contactId
  const idleSince = moved ? seen.changedAt : known.changedAt
  const episode = known?.episode ?? 1

  if (seen.completedAt !== null || (order && concerns(order, { ...seen, hash })))
    return { state: 'completed', episode, idleSince }
  if (!known) return { state: 'open', episode, idleSince }
  if (known.state === 'open') return { state: 'open', episode, idleSince }
  if (!otherItems || seen.items.length === 0) return { state: known.state, episode, idleSince }
  return { state: 'open', episode: known.state === 'held' ? episode : episode + 1, idleSince }
}

/** Whether the order is of this content: a cart that got other items after its order is a new one. */
export const concerns = (order: CartOrder, cart: { changedAt: number; hash: string }): boolean =>
  order.placedAt >= cart.changedAt || itemSetHash(order.items) === cart.hash
