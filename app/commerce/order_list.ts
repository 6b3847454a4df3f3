import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import type { LineItem } from '#sdk/index'
import { contactIn, moneyIn, page, search, tellingsOf, time, withContact } from './listing.ts'
import { refundsOf } from './refund_lists.ts'
import { shipmentLine } from './shipment_list.ts'

export interface OrderFilter {
  payment?: string
  /** A connection's id. */
  shop?: string
  q?: string
  before?: string
}

/** A filter by payment takes in what a person means by the word. */
const PAYMENTS: Record<string, string[]> = {
  pending: ['pending', 'authorized'],
  refunded: ['refunded', 'partially_refunded'],
  failed: ['failed', 'voided'],
}

/** Latest first. */
export async function listOrders(client: Client, workspaceId: string, filter: OrderFilter) {
  const query = withContact(client, 'orders').where('x.workspace_id', workspaceId)
  if (filter.payment) query.whereIn('x.payment', PAYMENTS[filter.payment] ?? [filter.payment])
  if (filter.shop) query.where('x.connection_id', filter.shop)
  search(query, filter.q, ['x.number'])
  const { rows, older } = await page(query, 'placed_at', filter.before)
  return { orders: rows.map(orderLine), older }
}

/** Connections that orders came by: with more than one, lists say which. */
export async function shopsOf(client: Client, workspaceId: string): Promise<{ id: string; name: string }[]> {
  const rows: Row[] = await client
    .from('connections')
    .whereIn('id', client.from('orders').where('workspace_id', workspaceId).distinct('connection_id'))
    .select('id', 'name')
    .orderBy('id')
  return rows.map((row) => ({ id: String(row.id), name: String(row.name) }))
}

export async function orderDetails(client: Client, workspaceId: string, id: string) {
  const row = await withContact(client, 'orders').where({ 'x.workspace_id': workspaceId, 'x.id': id }).first()
  if (!row) return null
  const shipments: Row[] = await client
    .from('shipments')
    .where('workspace_id', workspaceId)
    .where('order_id', id)
    .orderBy('id')
  return {
    ...orderLine(row),
    items: readJson<LineItem[]>(row.items),
    statusUrl: row.status_url as string | null,
    cartId: row.cart_id as string | null,
    shipments: shipments.map(shipmentLine),
    refunds: await refundsOf(client, workspaceId, String(row.natural_key)),
    events: await tellingsOf(client, workspaceId, { kind: 'order', id: String(row.provider_id) }),
  }
}

export const orderLine = (row: Row) => ({
  id: String(row.id),
  number: String(row.number),
  contact: contactIn(row),
  total: moneyIn(row, 'total'),
  refunded: Number(row.refunded) > 0 ? moneyIn(row, 'refunded') : null,
  itemCount: Number(row.item_count),
  lifecycle: String(row.lifecycle),
  payment: String(row.payment),
  fulfilment: String(row.fulfilment),
  placedAt: Number(row.placed_at),
  paidAt: time(row.paid_at),
  live: Boolean(row.live),
  shop: row.shop_name as string | null,
})
