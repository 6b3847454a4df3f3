import { clock } from '#app/clock'
import type { Row, Trx } from '#app/database'
import { noteBases } from '#app/contacts/basis'
import { note } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import type { Projector } from '#app/events/registry'
import type { OrderPayload, RefundPayload } from '#sdk/index'
import { completeCarts } from './cart_completion.ts'
import { insertFirst, isOlder, lockedByKey, mapKey, newestOf, objectKey, objectRow } from './shop_objects.ts'
import type { Telling } from './shop_objects.ts'

/** The order as it now stands, with what the projector found out about it. */
export interface KeptOrder extends Telling<OrderPayload> {
  id: string
  contactId: string | null
  isNew: boolean
}

/** Each event carries the order whole, so any of them proves it; an older version never overwrites a newer. */
export const ordersProjector: Projector = {
  name: 'orders',
  types: ['order.placed', 'order.paid', 'order.cancelled', 'order.refunded', 'order.completed'],
  async project(trx, events) {
    const told = newestOf(events, (event) => {
      const payload = orderOf(event)
      return payload && { payload, providerId: payload.orderId, version: payload.version }
    })
    const known = await lockedByKey(
      trx,
      'orders',
      told.map(({ event, key }) => ({ workspaceId: event.workspaceId, key }))
    )
    const kept = await keep(
      trx,
      told.filter((telling) => !isOlder(telling.event, telling.version, known.get(placeOf(telling)))),
      known
    )
    await noteBases(
      trx,
      kept.flatMap(({ isNew, contactId, payload }) => (isNew && contactId ? [{ contactId, at: payload.placedAt }] : []))
    )
    await completeCarts(
      trx,
      kept.filter((order) => order.isNew)
    )
    for (const event of events) if (event.type === 'order.refunded') await keepLoneRefund(trx, event)
  },
}

const placeOf = ({ event, key }: Telling<OrderPayload>): string => mapKey(event.workspaceId, key)

const orderOf = (event: StoredEvent): OrderPayload | null =>
  event.type === 'order.refunded' ? (event.payload as RefundPayload).order : (event.payload as OrderPayload)

async function keep(trx: Trx, told: Telling<OrderPayload>[], known: Map<string, Row>): Promise<KeptOrder[]> {
  const kept: KeptOrder[] = []
  const fresh: (Row & { id: string })[] = []
  for (const telling of told) {
    const order = known.get(placeOf(telling))
    const contactId = telling.event.contactId ?? (order?.contact_id as string | undefined) ?? null
    const columns = { ...orderColumns(telling.payload, order), contact_id: contactId }
    const row = order ? null : { ...objectRow('order', telling.event, telling.payload.orderId), ...columns }
    if (order) await trx.from('orders').where('id', String(order.id)).update(columns)
    if (row) fresh.push(row)
    kept.push({ ...telling, id: String(order?.id ?? row?.id), contactId, isNew: !order })
  }
  await insertFirst(trx, 'orders', fresh)
  return kept
}

const orderColumns = (payload: OrderPayload, order: Row | undefined): Row => ({
  cart_provider_id: payload.cartId ?? order?.cart_provider_id ?? null,
  number: payload.number.slice(0, 120),
  items: JSON.stringify(payload.items),
  item_count: payload.items.reduce((sum, item) => sum + item.quantity, 0),
  total: payload.total.amount,
  refunded: payload.refunded?.amount ?? order?.refunded ?? 0,
  currency: payload.total.currency,
  lifecycle: payload.lifecycle,
  payment: payload.payment,
  fulfilment: payload.fulfilment,
  version: payload.version,
  placed_at: payload.placedAt,
  paid_at: payload.paidAt ?? order?.paid_at ?? null,
  status_url: payload.statusUrl ?? order?.status_url ?? null,
  landing_url: payload.landingUrl ?? order?.landing_url ?? null,
  live: payload.live,
  client: payload.client ? JSON.stringify(payload.client) : (order?.client ?? null),
  updated_at: clock.now(),
})

/** Some shops tell a refund without its order: it is added up here, once, since its event came only once. */
async function keepLoneRefund(trx: Trx, event: StoredEvent): Promise<void> {
  const refund = event.payload as RefundPayload
  if (refund.order) return
  const key = objectKey(event, refund.orderId)
  const order = (await lockedByKey(trx, 'orders', [{ workspaceId: event.workspaceId, key }])).get(
    mapKey(event.workspaceId, key)
  )
  if (!order) return note(event, 'order_unknown')

  const refunded = Number(order.refunded) + refund.amount.amount
  const payment = refunded >= Number(order.total) ? 'refunded' : 'partially_refunded'
  await trx.from('orders').where('id', String(order.id)).update({ refunded, payment, updated_at: clock.now() })
}
