import type { Row, Trx } from '#app/database'
import { noteBases } from '#app/contacts/basis'
import type { Projector } from '#app/events/registry'
import type { OrderPayload } from '#sdk/index'
import { completeCarts } from './cart_completion.ts'
import { orderColumns } from './order_columns.ts'
import { keepRefunds } from './order_refunds.ts'
import { ORDER_TYPES, orderOf } from './order_tellings.ts'
import { takeEarlyParcels } from './parcels_of_orders.ts'
import { insertFirst, isOlder, lockedByKey, mapKey, newestOf, objectRow } from './shop_objects.ts'
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
  types: ORDER_TYPES,
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
    const fresh = kept.filter((order) => order.isNew)
    await completeCarts(trx, fresh)
    await takeEarlyParcels(trx, fresh)
    await keepRefunds(trx, events)
  },
}

const placeOf = ({ event, key }: Telling<OrderPayload>): string => mapKey(event.workspaceId, key)

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
