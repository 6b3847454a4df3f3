import type { OrderPayload } from './canonical.ts'
import { sha256 } from './hashes.ts'
import type { ParsedItem } from './webhooks.ts'

/**
 * `order.updated`: the order as it now stands. Every telling of an order yields it beside the milestones it proves, so
 * that a change which proves none still arrives; the core leaves out one that only repeats what it knows already.
 */
export const orderUpdated = (order: OrderPayload, about: Pick<ParsedItem, 'account' | 'person'>): ParsedItem => ({
  ...about,
  type: 'order.updated',
  key: order.orderId,
  revision: orderRevision(order),
  subject: { kind: 'order', id: order.orderId },
  occurredAt: order.version,
  payload: order,
})

// Shops date changes to the second, within which there may be two. What differs between a webhook and a poll of the
// same version, such as browser facts, is left out.
function orderRevision({ version, items, total, refunded, lifecycle, payment, fulfilment }: OrderPayload): string {
  const lines = items.map(({ id, quantity, unitPrice }) => [id, quantity, unitPrice.amount])
  const state = [lines, total.amount, total.currency, refunded?.amount ?? 0, lifecycle, payment, fulfilment]
  return `${version}:${sha256(JSON.stringify(state)).slice(0, 16)}`
}
