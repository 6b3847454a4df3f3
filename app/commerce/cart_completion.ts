import { clock } from '#app/clock'
import { readJson } from '#app/database'
import type { Row, Trx } from '#app/database'
import { causedBy } from '#app/events/event'
import { record } from '#app/events/record'
import type { LineItem } from '#sdk/index'
import { concerns } from './cart_episodes.ts'
import { cartEvent, cartPayload } from './cart_payloads.ts'
import type { KeptOrder } from './orders_projector.ts'
import { mapKey, objectKey, rowsByKey } from './shop_objects.ts'

/** A cart with an order is never abandoned; an abandoned one with an order is recovered. */
export async function completeCarts(trx: Trx, orders: KeptOrder[]): Promise<void> {
  const byCheckout = await cartsOfCheckouts(trx, orders)
  for (const order of orders) {
    const { cartId } = order.payload
    const named = cartId ? byCheckout.get(mapKey(order.event.workspaceId, objectKey(order.event, cartId))) : undefined
    const carts = cartId ? [named].filter((cart) => cart !== undefined) : await cartsOfBuyer(trx, order)
    for (const cart of carts) await complete(trx, cart, order)
  }
}

async function complete(trx: Trx, cart: Row, { id, event, payload, contactId }: KeptOrder): Promise<void> {
  const order = { id, placedAt: payload.placedAt, items: payload.items }
  if (cart.order_id || !concerns(order, { changedAt: Number(cart.changed_at), hash: String(cart.items_hash) })) return

  // Bought before we called it abandoned, and only heard of now: nobody brought it back.
  const recovered = cart.abandoned_episode === cart.episode && payload.placedAt >= Number(cart.abandoned_at)
  await trx
    .from('carts')
    .where('id', String(cart.id))
    .update({
      state: 'completed',
      due_at: null,
      reason: null,
      order_id: id,
      completed_at: payload.placedAt,
      recovered_at: recovered ? payload.placedAt : null,
      updated_at: clock.now(),
    })
  await trx.from('orders').where('id', id).update({ cart_id: cart.id })
  if (!recovered) return

  await record(trx, [
    {
      ...cartEvent(cart),
      contactId: (cart.contact_id as string | null) ?? contactId,
      type: 'cart.recovered',
      occurredAt: payload.placedAt,
      historic: event.historic,
      payload: {
        ...cartPayload(cart),
        completedAt: payload.placedAt,
        orderId: payload.orderId,
        orderNumber: payload.number,
        orderTotal: payload.total,
      },
      ...causedBy(event),
    },
  ])
}

async function cartsOfCheckouts(trx: Trx, orders: KeptOrder[]): Promise<Map<string, Row>> {
  const wanted = orders.flatMap(({ event, payload }) =>
    payload.cartId ? [{ workspaceId: event.workspaceId, key: objectKey(event, payload.cartId) }] : []
  )
  return rowsByKey(trx, 'carts', wanted)
}

/** Where the shop does not say which cart it was: the buyer's carts in that shop that share an item with the order. */
async function cartsOfBuyer(trx: Trx, { event, payload, contactId }: KeptOrder): Promise<Row[]> {
  if (!contactId) return []
  const bought = new Set(payload.items.map((item) => item.id))
  const carts: Row[] = await trx
    .from('carts')
    .where({ contact_id: contactId, connector: event.connector, account: event.account })
    .whereIn('state', ['open', 'abandoned', 'held'])
    .where('changed_at', '<=', payload.placedAt)
    .orderBy('changed_at', 'desc')
    .limit(10)
  return carts.filter((cart) => readJson<LineItem[]>(cart.items).some((item) => bought.has(item.id)))
}
