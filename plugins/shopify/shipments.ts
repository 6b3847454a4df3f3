import { asInstant, asObjects, asText, entryOf, firstText, itemsOr, required } from '#sdk/index'
import type { Json, ParsedItem, ParseResult, Person, ShipmentPayload } from '#sdk/index'
import type { Delivered } from './delivered.ts'
import { addressee } from './people.ts'

type State = ShipmentPayload['state']

/** Shopify's words for where a parcel is. What happens before the carrier has it is left out. */
const STATES: Record<string, State> = {
  in_transit: 'in_transit',
  out_for_delivery: 'out_for_delivery',
  delivered: 'delivered',
  delayed: 'delayed',
  attempted_delivery: 'failed',
  failure: 'failed',
}
/**
 * A parcel may be late or fail more than once, so each time needs an id of its own. Only the fulfillment event has
 * one; the fulfillment's status says the same again and is not asked.
 */
const MANY_TIMES: State[] = ['delayed', 'failed']
const CALLED_OFF = ['cancelled', 'error', 'failure']

/** `fulfillments/create` and `fulfillments/update`. */
export function fulfillmentItems(delivered: Delivered): ParseResult {
  return itemsOr(shipmentItems(delivered.body, { account: delivered.account, number: null }), 'fulfillment_called_off')
}

/** The shipments an order carries along. */
export function provenShipments(
  { body, account }: Delivered,
  number: string,
  person: Person | undefined
): ParsedItem[] {
  return asObjects(body.fulfillments).flatMap((fulfillment) =>
    shipmentItems({ order_id: body.id, ...fulfillment }, { account, number, person })
  )
}

/** `fulfillment_events/create`: one step of the parcel, without its tracking number. */
export function fulfillmentEventItems({ body, account }: Delivered): ParseResult {
  const state = entryOf(STATES, asText(body.status))
  if (!state) return { kind: 'ignored', reason: 'shipment_step_not_followed' }
  const shipmentId = required(asText(body.fulfillment_id), 'fulfillment id')
  const at = required(asInstant(body.happened_at) ?? asInstant(body.created_at), 'happened_at')
  const payload: ShipmentPayload = {
    shipmentId,
    orderId: required(asText(body.order_id), 'order id'),
    carrier: null,
    trackingNumber: null,
    trackingUrl: null,
    state,
    estimatedAt: asInstant(body.estimated_delivery_at),
    version: asInstant(body.updated_at) ?? at,
  }
  const item = shipmentItem(payload, { account, at })
  if (!MANY_TIMES.includes(state)) return { kind: 'items', items: [item] }
  return { kind: 'items', items: [{ ...item, key: required(asText(body.id), 'event id') }] }
}

interface Known {
  account: string | null
  number: string | null
  person?: Person
}

function shipmentItems(fulfillment: Json, { account, number, person }: Known): ParsedItem[] {
  if (CALLED_OFF.includes(asText(fulfillment.status) ?? '')) return []
  const createdAt = required(asInstant(fulfillment.created_at), 'fulfillment created_at')
  const version = asInstant(fulfillment.updated_at) ?? createdAt
  const whole = (state: State): ShipmentPayload => ({
    shipmentId: required(asText(fulfillment.id), 'fulfillment id'),
    orderId: required(asText(fulfillment.order_id), 'order id'),
    orderNumber: number ?? orderNumber(fulfillment),
    carrier: asText(fulfillment.tracking_company),
    trackingNumber: firstText(fulfillment.tracking_number, ...listOf(fulfillment.tracking_numbers)),
    trackingUrl: firstText(fulfillment.tracking_url, ...listOf(fulfillment.tracking_urls)),
    state,
    version,
  })
  const who = person ?? addressee(fulfillment)
  const items = [shipmentItem(whole('dispatched'), { account, at: createdAt, person: who })]
  const state = entryOf(STATES, asText(fulfillment.shipment_status))
  if (state && !MANY_TIMES.includes(state))
    items.push(shipmentItem(whole(state), { account, at: version, person: who }))
  return items
}

function shipmentItem(
  payload: ShipmentPayload,
  { account, at, person }: { account: string | null; at: number; person?: Person }
): ParsedItem {
  return {
    account,
    type: `shipment.${payload.state}`,
    key: payload.shipmentId,
    subject: { kind: 'shipment', id: payload.shipmentId },
    occurredAt: at,
    payload,
    ...(person ? { person } : {}),
  }
}

// A fulfillment is called after its order: `#1042.1` is the first parcel of `#1042`.
function orderNumber(fulfillment: Json): string | null {
  return asText(fulfillment.name)?.replace(/\.\d+$/, '') ?? null
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
