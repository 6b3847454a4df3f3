import { clock } from '#app/clock'
import type { Row, Trx } from '#app/database'
import type { KeptOrder } from './orders_projector.ts'
import { mapKey, objectKey } from './shop_objects.ts'
import type { Shop } from './shop_objects.ts'

/** Parcels may be told of before their order: they find it when it comes. */
export async function takeEarlyParcels(trx: Trx, orders: KeptOrder[]): Promise<void> {
  if (orders.length === 0) return
  const early: Row[] = await trx
    .from('shipments')
    .whereIn('workspace_id', [...new Set(orders.map(({ event }) => event.workspaceId))])
    .whereIn('order_provider_id', [...new Set(orders.map(({ payload }) => payload.orderId))])
    .whereNull('order_id')
  const byPlace = new Map(orders.map((order) => [mapKey(order.event.workspaceId, order.key), order]))
  for (const parcel of early) {
    const key = objectKey(parcel as unknown as Shop, String(parcel.order_provider_id))
    const order = byPlace.get(mapKey(String(parcel.workspace_id), key))
    if (!order) continue
    await trx
      .from('shipments')
      .where('id', String(parcel.id))
      .update({
        order_id: order.id,
        order_number: order.payload.number,
        contact_id: parcel.contact_id ?? order.contactId,
      })
    await sent(trx, [order.id])
  }
}

/** Where the shop says nothing of it, an order is fulfilled once a parcel has left. */
export async function sent(trx: Trx, orderIds: string[]): Promise<void> {
  if (orderIds.length === 0) return
  await trx
    .from('orders')
    .whereIn('id', orderIds)
    .where({ follows_parcels: true, fulfilment: 'unfulfilled' })
    .update({ fulfilment: 'fulfilled', updated_at: clock.now() })
}
