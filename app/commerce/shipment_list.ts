import type { Client, Row } from '#app/database'
import { contactIn, page, search, time, withContact } from './listing.ts'

export async function listShipments(
  client: Client,
  workspaceId: string,
  filter: { state?: string; q?: string; before?: string }
) {
  const query = withContact(client, 'shipments').where('x.workspace_id', workspaceId)
  if (filter.state) query.where('x.state', filter.state)
  search(query, filter.q, ['x.order_number', 'x.tracking_number'])
  const { rows, older } = await page(query, 'version', filter.before)
  return { shipments: rows.map((row) => ({ ...shipmentLine(row), contact: contactIn(row) })), older }
}

export const shipmentLine = (row: Row) => ({
  id: String(row.id),
  orderId: row.order_id as string | null,
  orderNumber: row.order_number as string | null,
  carrier: row.carrier as string | null,
  trackingNumber: row.tracking_number as string | null,
  trackingUrl: row.tracking_url as string | null,
  state: String(row.state),
  estimatedAt: time(row.estimated_at),
  at: Number(row.version),
})
