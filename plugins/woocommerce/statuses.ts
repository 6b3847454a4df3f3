import { asObjects, asText, type Json, type OrderPayload } from '#sdk/index'
import { gmt } from './delivered.ts'

type Axes = Pick<OrderPayload, 'lifecycle' | 'payment' | 'fulfilment'>

/** What is not an order yet, or not any more. */
export const NO_ORDERS = ['auto-draft', 'draft', 'new', 'trash']
/** The order in the making of the block checkout. */
export const DRAFT = 'checkout-draft'

/** Statuses that well-known plugins add. Any other unknown one is an open order. */
const SHIPPED = ['shipped', 'dispatched', 'in-transit', 'out-for-delivery']
const PARTLY = ['partial-shipped', 'partially-shipped']
export const DELIVERED = 'delivered'

export const statusOf = (order: Json): string => (asText(order.status) ?? '').replace(/^wc-/, '')

export const isDone = (order: Json): boolean => ['completed', DELIVERED].includes(statusOf(order))

/** WooCommerce has one word for all of it; the times and the refunds tell the three apart. */
export function axesOf(order: Json, parcels: number): Axes {
  return { lifecycle: lifecycleOf(order), payment: paymentOf(order), fulfilment: fulfilmentOf(order, parcels) }
}

function lifecycleOf(order: Json): Axes['lifecycle'] {
  const status = statusOf(order)
  if (isDone(order)) return 'completed'
  if (status === 'cancelled') return 'cancelled'
  if (status !== 'refunded') return 'open'
  return gmt(order.date_completed_gmt) === null ? 'cancelled' : 'completed'
}

// `processing` does not mean paid: cash on delivery is worked on first. The time of payment is the proof.
function paymentOf(order: Json): Axes['payment'] {
  const status = statusOf(order)
  if (status === 'refunded') return 'refunded'
  if (status === 'failed') return 'failed'
  if (asObjects(order.refunds).length > 0) return 'partially_refunded'
  if (gmt(order.date_paid_gmt) !== null) return 'paid'
  return status === 'cancelled' ? 'voided' : 'pending'
}

function fulfilmentOf(order: Json, parcels: number): Axes['fulfilment'] {
  const status = statusOf(order)
  if (isDone(order) || SHIPPED.includes(status)) return 'fulfilled'
  if (status === 'refunded' && gmt(order.date_completed_gmt) !== null) return 'returned'
  return PARTLY.includes(status) || parcels > 0 ? 'partial' : 'unfulfilled'
}
