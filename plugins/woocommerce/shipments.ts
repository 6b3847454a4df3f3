import { itemKey } from '#sdk/index'
import type { Json, OrderPayload, ParsedItem, Person, ShipmentPayload } from '#sdk/index'
import { DELIVERED, statusOf } from './statuses.ts'
import type { Parcel } from './tracking.ts'

const DAY = 24 * 60 * 60_000

/** The parcels of an order. The order's own status says when they have arrived; nothing in it says where they are. */
export function shipmentItems(
  body: Json,
  { order, parcels, person }: { order: OrderPayload; parcels: Parcel[]; person: Person | undefined }
): ParsedItem[] {
  const states: ShipmentPayload['state'][] = statusOf(body) === DELIVERED ? ['dispatched', 'delivered'] : ['dispatched']
  return parcels.flatMap((parcel) => states.map((state) => shipmentItem(parcel, state, { order, person })))
}

function shipmentItem(
  parcel: Parcel,
  state: ShipmentPayload['state'],
  { order, person }: { order: OrderPayload; person: Person | undefined }
): ParsedItem {
  const shipmentId = itemKey(order.orderId, parcel.id)
  const payload: ShipmentPayload = {
    shipmentId,
    orderId: order.orderId,
    orderNumber: order.number,
    carrier: parcel.carrier,
    trackingNumber: parcel.number,
    trackingUrl: parcel.url,
    state,
    version: order.version,
  }
  return {
    account: null,
    type: `shipment.${state}`,
    key: shipmentId,
    subject: { kind: 'shipment', id: shipmentId },
    occurredAt: state === 'dispatched' ? dispatchedAt(parcel, order) : order.version,
    payload,
    ...(person ? { person } : {}),
  }
}

// The plugins keep a day, not a moment: within it the order's change is the best that is known, after it the day's end.
function dispatchedAt({ shippedAt }: Parcel, { version }: OrderPayload): number {
  return shippedAt === null ? version : Math.min(version, shippedAt + DAY - 1)
}
