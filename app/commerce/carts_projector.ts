import { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import { readJson } from '#app/database'
import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Projector } from '#app/events/registry'
import type { CartPayload, LineItem } from '#sdk/index'
import { itemSetHash, nextEpisode } from './cart_episodes.ts'
import type { CartOrder, KnownCart } from './cart_episodes.ts'
import { insertFirst, isOlder, lockedByKey, mapKey, newestOf, objectKey, objectRow } from './shop_objects.ts'
import type { Telling } from './shop_objects.ts'

/** No shop says "abandoned": carts are kept as the shop tells them, and watched. */
export const cartsProjector: Projector = {
  name: 'carts',
  types: ['cart.updated'],
  async project(trx, events) {
    const told = newestOf(events, (event) => {
      const payload = event.payload as CartPayload
      return { payload, providerId: payload.cartId, version: payload.changedAt }
    })
    const known = await lockedByKey(
      trx,
      'carts',
      told.map(({ event, key }) => ({ workspaceId: event.workspaceId, key }))
    )
    const orders = await ordersOf(trx, told)
    const thresholds = await thresholdsOf(trx, told)

    const fresh: (Row & { id: string })[] = []
    for (const telling of told) {
      const place = mapKey(telling.event.workspaceId, telling.key)
      const cart = known.get(place)
      if (isOlder(telling.event, telling.payload.changedAt, cart)) continue
      const change = cartColumns(
        telling,
        cart,
        orders.get(place) ?? null,
        thresholds.get(telling.event.workspaceId) ?? 0
      )
      if (cart) await trx.from('carts').where('id', String(cart.id)).update(change)
      else fresh.push({ ...objectRow('cart', telling.event, telling.payload.cartId), lane: 'default', ...change })
    }
    await insertFirst(trx, 'carts', fresh)
  },
}

function cartColumns(
  { event, payload }: Telling<CartPayload>,
  cart: Row | undefined,
  order: CartOrder | null,
  threshold: number
): Row {
  const known = cart ? knownCart(cart) : null
  const contactId = event.contactId ?? known?.contactId ?? null
  const { state, episode, idleSince } = nextEpisode(
    known,
    { ...payload, contactId, completedAt: payload.completedAt ?? null },
    order
  )
  const watched = state === 'open' && contactId !== null && payload.items.length > 0
  const completedAt = payload.completedAt ?? order?.placedAt ?? null
  return {
    contact_id: contactId,
    event_id: event.id,
    recovery_url: payload.recoveryUrl ?? cart?.recovery_url ?? null,
    items: JSON.stringify(payload.items),
    items_hash: itemSetHash(payload.items),
    item_count: payload.items.reduce((sum, item) => sum + item.quantity, 0),
    total: payload.total.amount,
    currency: payload.total.currency,
    client: payload.client ? JSON.stringify(payload.client) : ((cart?.client as string | undefined) ?? null),
    historic: event.historic,
    version: payload.changedAt,
    changed_at: idleSince,
    state,
    episode,
    // A shop whose clock is ahead does not keep its carts from ever being idle.
    due_at: watched ? Math.min(idleSince, clock.now()) + threshold : null,
    completed_at: state === 'completed' ? (cart?.completed_at ?? completedAt) : null,
    order_id: state === 'completed' ? (order?.id ?? cart?.order_id ?? null) : null,
    reason: state === 'held' ? cart?.reason : null,
    updated_at: clock.now(),
  }
}

export const knownCart = (row: Row): KnownCart => ({
  state: row.state as KnownCart['state'],
  episode: Number(row.episode),
  itemsHash: String(row.items_hash),
  contactId: row.contact_id as string | null,
  changedAt: Number(row.changed_at),
  abandonedAt: row.abandoned_at === null ? null : Number(row.abandoned_at),
})

/** Orders may be heard of before their cart. */
async function ordersOf(trx: Trx, told: Telling<CartPayload>[]): Promise<Map<string, CartOrder>> {
  return ordersOfCheckouts(
    trx,
    told.map(({ event, payload }) => ({ ...shopOf(event), cartId: payload.cartId }))
  )
}

export const shopOf = ({ workspaceId, connector, account }: StoredEvent) => ({ workspaceId, connector, account })

/** The latest order of each checkout, by workspace and the cart's key. */
export async function ordersOfCheckouts(
  trx: Trx,
  carts: { workspaceId: string; connector: string; account: string | null; cartId: string }[]
): Promise<Map<string, CartOrder>> {
  if (carts.length === 0) return new Map()
  const rows: Row[] = await trx
    .from('orders')
    .whereIn('workspace_id', [...new Set(carts.map(({ workspaceId }) => workspaceId))])
    .whereIn(
      'cart_provider_id',
      carts.map(({ cartId }) => cartId)
    )
    .orderBy('placed_at')
  return new Map(
    rows.map((row) => {
      const shop = {
        workspaceId: String(row.workspace_id),
        connector: String(row.connector),
        account: row.account as string | null,
      }
      const order = { id: String(row.id), placedAt: Number(row.placed_at), items: readJson<LineItem[]>(row.items) }
      return [mapKey(shop.workspaceId, objectKey(shop, String(row.cart_provider_id))), order]
    })
  )
}

async function thresholdsOf(trx: Trx, told: Telling<CartPayload>[]): Promise<Map<string, number>> {
  if (told.length === 0) return new Map()
  const ids = [...new Set(told.map(({ event }) => event.workspaceId))]
  const workspaces = await Workspace.query({ client: trx }).whereIn('id', ids)
  return new Map(workspaces.map((workspace) => [workspace.id, workspace.setting('cart_idle_after')]))
}
