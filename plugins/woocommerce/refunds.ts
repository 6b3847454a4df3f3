import { asObjects, orElse, type Context, type Json, type ParsedItem, type RefundPayload } from '#sdk/index'
import { WooClient } from './client.ts'
import { gmt, idOf } from './delivered.ts'
import { lineItems } from './lines.ts'

/** Refunds with their time and lines, which an order does not tell of them. */
export async function withRefunds(context: Context, items: ParsedItem[]): Promise<ParsedItem[]> {
  const orderIds = new Set(items.filter(isRefund).map((item) => payloadOf(item).orderId))
  if (orderIds.size === 0) return items
  const client = new WooClient(context)
  const known = new Map<string, Json>()
  for (const orderId of orderIds)
    for (const refund of await refundsOf(client, orderId)) known.set(idOf(refund.id) ?? '', refund)
  return items.map((item) => (isRefund(item) ? completed(item, known.get(item.key)) : item))
}

const isRefund = ({ type }: ParsedItem) => type === 'order.refunded'
const payloadOf = ({ payload }: ParsedItem) => payload as RefundPayload

/** Of an order deleted meanwhile, what it said of its refunds is all there is. */
async function refundsOf(client: WooClient, orderId: string): Promise<Json[]> {
  const answer = await orElse(client.read(`orders/${orderId}/refunds`, { per_page: 100 }), null, 'E_NOT_FOUND')
  return asObjects(answer?.body)
}

function completed(item: ParsedItem, refund: Json | undefined): ParsedItem {
  const payload = payloadOf(item)
  const refundedAt = gmt(refund?.date_created_gmt) ?? payload.refundedAt
  const lines = asObjects(refund?.line_items).map((line) => ({
    ...line,
    quantity: Math.abs(Number(line.quantity)),
    total: String(line.total ?? '0').replace('-', ''),
    total_tax: String(line.total_tax ?? '0').replace('-', ''),
  }))
  const items = lineItems({ line_items: lines, currency: payload.amount.currency })
  return { ...item, occurredAt: refundedAt, payload: { ...payload, refundedAt, items } }
}
