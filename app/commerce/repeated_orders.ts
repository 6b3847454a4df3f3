import { readJson } from '#app/database'
import type { Row } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import { contentHash } from '#app/events/keys'
import type { Echoes } from '#app/events/registry'
import type { OrderPayload } from '#sdk/index'
import { orderOf, placeOf } from './order_tellings.ts'
import { mapKey, rowsByKey } from './shop_objects.ts'

const UPDATED = 'order.updated'

/**
 * Every webhook about an order brings `order.updated`. It is news only where no milestone told beside it carries the
 * same version, and where the order kept here is not the very same already.
 */
export const repeatedOrders: Echoes = {
  name: 'orders',
  types: [UPDATED],
  async among(trx, events) {
    const carried = new Set(
      events.flatMap((event) => {
        const order = event.type === UPDATED ? null : orderOf(event)
        return order ? [versionOf(event, order)] : []
      })
    )
    const isCarried = (event: StoredEvent) => carried.has(versionOf(event, event.payload as OrderPayload))
    const updates = events.filter(({ type }) => type === UPDATED)
    const [beside, alone] = [updates.filter(isCarried), updates.filter((event) => !isCarried(event))]
    const known = await rowsByKey(trx, 'orders', alone.map(placeOf))
    return [...beside, ...alone.filter((event) => isKnown(event, known))]
  },
}

function versionOf(event: StoredEvent, order: OrderPayload): string {
  const { workspaceId, key } = placeOf(event)
  return [mapKey(workspaceId, key), order.version, stateOf(order)].join('|')
}

const stateOf = ({ items, total, refunded, lifecycle, payment, fulfilment }: OrderPayload): string =>
  contentHash([items, total, refunded ?? null, lifecycle, payment, fulfilment])

function isKnown(event: StoredEvent, orders: Map<string, Row>): boolean {
  const { workspaceId, key } = placeOf(event)
  const row = orders.get(mapKey(workspaceId, key))
  const order = event.payload as OrderPayload
  return row !== undefined && Number(row.version) === order.version && stateOf(order) === stateOf(asKept(row, order))
}

/** The row in the words of a telling; what the telling leaves out cannot differ. */
const asKept = (row: Row, order: OrderPayload): OrderPayload => ({
  ...order,
  items: readJson<OrderPayload['items']>(row.items),
  total: { amount: Number(row.total), currency: String(row.currency) },
  refunded: order.refunded && { amount: Number(row.refunded), currency: String(row.currency) },
  lifecycle: row.lifecycle as OrderPayload['lifecycle'],
  payment: row.payment as OrderPayload['payment'],
  fulfilment: order.fulfilment && (row.fulfilment as OrderPayload['fulfilment']),
})
