import { readJson } from '#app/database'
import type { Row } from '#app/database'
import type { CartPayload, ClientHints, LineItem } from '#sdk/index'

/** A kept cart as the payload of the core's own cart events. */
export function cartPayload(cart: Row): CartPayload & { episode: number } {
  const client = cart.client ? readJson<ClientHints>(cart.client) : undefined
  return {
    cartId: String(cart.provider_id),
    recoveryUrl: cart.recovery_url as string | null,
    items: readJson<LineItem[]>(cart.items),
    total: { amount: Number(cart.total), currency: String(cart.currency) },
    changedAt: Number(cart.changed_at),
    completedAt: null,
    episode: Number(cart.episode),
    ...(client ? { client } : {}),
  }
}

/** What `cart.abandoned` and `cart.recovered` share: once per episode, and caused by what the shop last told. */
export const cartEvent = (cart: Row) => ({
  workspaceId: String(cart.workspace_id),
  connectionId: cart.connection_id as string | null,
  key: `${cart.id}:${cart.episode}`,
  subject: { kind: 'cart', id: String(cart.provider_id) },
  contactId: cart.contact_id as string | null,
})
