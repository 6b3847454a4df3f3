import { clock } from '#app/clock'
import type { Row } from '#app/database'
import type { Projector } from '#app/events/registry'
import type { ShipmentPayload } from '#sdk/index'
import { sent } from './parcels_of_orders.ts'
import { insertFirst, isOlder, lockedByKey, mapKey, newestOf, objectKey, objectRow, rowsByKey } from './shop_objects.ts'

const STATES = ['dispatched', 'in_transit', 'out_for_delivery', 'delivered', 'delayed', 'failed']

export const shipmentsProjector: Projector = {
  name: 'shipments',
  types: STATES.map((state) => `shipment.${state}`),
  async project(trx, events) {
    const told = newestOf(events, (event) => {
      const payload = event.payload as ShipmentPayload
      return { payload, providerId: payload.shipmentId, version: payload.version }
    })
    const known = await lockedByKey(
      trx,
      'shipments',
      told.map(({ event, key }) => ({ workspaceId: event.workspaceId, key }))
    )
    const orders = await rowsByKey(
      trx,
      'orders',
      told.map(({ event, payload }) => ({ workspaceId: event.workspaceId, key: objectKey(event, payload.orderId) }))
    )

    const fresh: (Row & { id: string })[] = []
    const left = new Set<string>()
    for (const { event, payload, key } of told) {
      const shipment = known.get(mapKey(event.workspaceId, key))
      if (isOlder(event, payload.version, shipment)) continue
      const order = orders.get(mapKey(event.workspaceId, objectKey(event, payload.orderId)))
      const columns = {
        contact_id: event.contactId ?? order?.contact_id ?? shipment?.contact_id ?? null,
        order_id: order?.id ?? null,
        ...shipmentColumns(payload, shipment, order),
      }
      if (order && awaitsParcels(order)) left.add(String(order.id))
      if (shipment) await trx.from('shipments').where('id', String(shipment.id)).update(columns)
      else fresh.push({ ...objectRow('shipment', event, payload.shipmentId), ...columns })
    }
    await insertFirst(trx, 'shipments', fresh)
    await sent(trx, [...left])
  },
}

const awaitsParcels = ({ follows_parcels: follows, fulfilment }: Row): boolean =>
  Boolean(follows) && fulfilment === 'unfulfilled'

const shipmentColumns = (payload: ShipmentPayload, shipment: Row | undefined, order: Row | undefined): Row => ({
  order_provider_id: payload.orderId,
  order_number: payload.orderNumber ?? order?.number ?? shipment?.order_number ?? null,
  carrier: payload.carrier?.slice(0, 120) ?? shipment?.carrier ?? null,
  tracking_number: payload.trackingNumber?.slice(0, 190) ?? shipment?.tracking_number ?? null,
  tracking_url: payload.trackingUrl ?? shipment?.tracking_url ?? null,
  state: payload.state,
  estimated_at: payload.estimatedAt ?? shipment?.estimated_at ?? null,
  version: payload.version,
  updated_at: clock.now(),
})
