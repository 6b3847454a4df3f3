import { asObjects, asText, orderUpdated, required } from '#sdk/index'
import type { Json, Money, OrderPayload, ParsedItem, ParseResult, RefundPayload } from '#sdk/index'
import { browserHints, landingUrl } from './browser.ts'
import { cartIdOf, draftItems } from './carts.ts'
import { whatsappConsent } from './consents.ts'
import { gmt, idOf, type Delivered } from './delivered.ts'
import { lineItems, money } from './lines.ts'
import { metaText } from './meta.ts'
import { buyer } from './people.ts'
import { shipmentItems } from './shipments.ts'
import { axesOf, DRAFT, isDone, NO_ORDERS, statusOf } from './statuses.ts'
import { parcelsOf } from './tracking.ts'

/** `order.created`, `order.updated` and `order.restored`. */
export function orderResult(delivered: Delivered): ParseResult {
  const status = statusOf(delivered.body)
  if (NO_ORDERS.includes(status)) return { kind: 'ignored', reason: 'order_not_placed' }
  return { kind: 'items', items: status === DRAFT ? draftItems(delivered) : orderItems(delivered) }
}

/** All that an order proves, whichever topic or poll brought it. */
function orderItems({ body, settings }: Delivered): ParsedItem[] {
  const parcels = parcelsOf(body, settings)
  const order = orderPayload(body, parcels.length)
  const person = buyer(body)
  const milestone = (type: string, occurredAt: number): ParsedItem => ({
    account: null,
    type,
    key: order.orderId,
    subject: { kind: 'order', id: order.orderId },
    occurredAt,
    payload: order,
    person,
  })
  const items = [milestone('order.placed', order.placedAt)]
  if (order.paidAt !== null) items.push(milestone('order.paid', order.paidAt))
  if (statusOf(body) === 'cancelled') items.push(milestone('order.cancelled', order.version))
  if (isDone(body)) items.push(milestone('order.completed', gmt(body.date_completed_gmt) ?? order.version))
  items.push(...asObjects(body.refunds).map((refund) => refundItem(refund, order)))
  items.push(orderUpdated(order, { account: null, person }))
  items.push(...shipmentItems(body, { order, parcels, person }))

  const source = order.cartId ? { kind: 'cart', id: order.cartId } : { kind: 'order', id: order.orderId }
  const consent = whatsappConsent({ body, settings, person, source, at: order.placedAt })
  return consent ? [...items, consent] : items
}

function orderPayload(body: Json, parcels: number): OrderPayload {
  const placedAt = required(gmt(body.date_created_gmt), 'date_created_gmt')
  const total = money(body.total, body.currency, 'total')
  const orderId = required(idOf(body.id), 'order id')
  return {
    orderId,
    number: `#${(asText(body.number) ?? orderId).replace(/^#/, '')}`,
    cartId: cartIdOf(body),
    items: lineItems(body),
    total,
    refunded: refundedSum(body, total),
    ...axesOf(body, parcels),
    version: required(gmt(body.date_modified_gmt), 'date_modified_gmt'),
    placedAt,
    paidAt: gmt(body.date_paid_gmt),
    statusUrl: statusUrl(body),
    live: metaText(body, '_wcpay_mode') !== 'test',
    client: browserHints(body, placedAt),
    landingUrl: landingUrl(body),
  }
}

/** An order lists its refunds by id, sum and reason; when they were made and of which lines is not in it. */
function refundItem(refund: Json, order: OrderPayload): ParsedItem {
  const refundId = required(idOf(refund.id), 'refund id')
  const payload: RefundPayload = {
    refundId,
    orderId: order.orderId,
    number: order.number,
    amount: refundAmount(refund, order.total),
    items: [],
    reason: asText(refund.reason),
    refundedAt: order.version,
    order,
  }
  return {
    account: null,
    type: 'order.refunded',
    key: refundId,
    subject: { kind: 'order', id: order.orderId },
    occurredAt: order.version,
    payload,
  }
}

// Refunds are negative orders.
function refundAmount(refund: Json, { currency }: Money): Money {
  const { amount } = money(refund.total, currency, 'refund total')
  return { amount: Math.abs(amount), currency }
}

function refundedSum(body: Json, total: Money): Money | null {
  const refunds = asObjects(body.refunds).map((refund) => refundAmount(refund, total).amount)
  return refunds.length > 0 ? { ...total, amount: refunds.reduce((sum, amount) => sum + amount, 0) } : null
}

// The page that thanks for the order needs no account, unlike "My account"; it has the key and place of the payment page.
function statusUrl(body: Json): string | null {
  const page = URL.parse(asText(body.payment_url) ?? '')
  if (!page?.pathname.includes('/order-pay/')) return null
  page.pathname = page.pathname.replace('/order-pay/', '/order-received/')
  page.searchParams.delete('pay_for_order')
  return page.href
}
