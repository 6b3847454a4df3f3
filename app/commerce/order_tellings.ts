import type { StoredEvent } from '#app/events/event'
import type { OrderPayload, RefundPayload } from '#sdk/index'
import { objectKey } from './shop_objects.ts'

export const ORDER_TYPES = [
  'order.placed',
  'order.paid',
  'order.cancelled',
  'order.refunded',
  'order.completed',
  'order.updated',
]

/** The order as an event tells it; null where it says nothing of one, as a refund may. */
export function orderOf(event: StoredEvent): OrderPayload | null {
  if (event.type === 'order.refunded') return (event.payload as RefundPayload).order
  return ORDER_TYPES.includes(event.type) ? (event.payload as OrderPayload) : null
}

/** Where its order is kept. */
export const placeOf = (event: StoredEvent): { workspaceId: string; key: string } => ({
  workspaceId: event.workspaceId,
  key: objectKey(event, (event.payload as { orderId: string }).orderId),
})
