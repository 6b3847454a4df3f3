import { asInstant, asObject, asObjects, asText, entryOf, orderUpdated, required } from '#sdk/index'
import type { Json, Money, OrderPayload, ParsedItem, RefundPayload } from '#sdk/index'
import { browserHints, landingUrl } from './browser.ts'
import { whatsappConsent } from './consents.ts'
import type { Delivered } from './delivered.ts'
import { lineItems, money } from './lines.ts'
import { buyer } from './people.ts'
import { provenShipments } from './shipments.ts'

const PAYMENT: Record<string, OrderPayload['payment']> = {
  pending: 'pending',
  authorized: 'authorized',
  partially_paid: 'pending',
  paid: 'paid',
  partially_refunded: 'partially_refunded',
  refunded: 'refunded',
  voided: 'voided',
  expired: 'voided',
}
const FULFILMENT: Record<string, OrderPayload['fulfilment']> = {
  partial: 'partial',
  fulfilled: 'fulfilled',
  restocked: 'returned',
}
/** States that an order only reaches through having been paid. */
const PAID: OrderPayload['payment'][] = ['paid', 'partially_refunded', 'refunded']

/** All that an order proves, whichever topic or poll brought it. */
export function orderItems(delivered: Delivered): ParsedItem[] {
  const { body, account, settings } = delivered
  const order = orderPayload(delivered)
  const person = buyer(body)
  const milestone = (type: string, occurredAt: number): ParsedItem => ({
    account,
    type,
    key: order.orderId,
    subject: { kind: 'order', id: order.orderId },
    occurredAt,
    payload: order,
    person,
  })
  const items = [milestone('order.placed', order.placedAt)]
  if (order.paidAt !== null) items.push(milestone('order.paid', order.paidAt))
  const cancelledAt = asInstant(body.cancelled_at)
  if (cancelledAt !== null) items.push(milestone('order.cancelled', cancelledAt))
  if (order.lifecycle === 'completed') items.push(milestone('order.completed', completedAt(body, order)))
  for (const refund of asObjects(body.refunds)) items.push(refundItem(refund, delivered, order))
  items.push(orderUpdated(order, { account, person }))
  items.push(...provenShipments(delivered, order.number, person))

  const source = order.cartId ? { kind: 'cart', id: order.cartId } : { kind: 'order', id: order.orderId }
  const consent = whatsappConsent({ body, settings, person, account, source, at: order.placedAt })
  return consent ? [...items, consent] : items
}

/** `refunds/create`: the refund alone, without its order. */
export function refundItems(delivered: Delivered): ParsedItem[] {
  return [refundItem(delivered.body, delivered, null)]
}

function orderPayload({ body, account, topic }: Delivered): OrderPayload {
  const payment = entryOf(PAYMENT, asText(body.financial_status)) ?? 'pending'
  const fulfilment = entryOf(FULFILMENT, asText(body.fulfillment_status)) ?? 'unfulfilled'
  const placedAt = required(asInstant(body.processed_at) ?? asInstant(body.created_at), 'created_at')
  const version = required(asInstant(body.updated_at), 'updated_at')
  return {
    orderId: required(asText(body.id), 'order id'),
    number: required(asText(body.name) ?? asText(body.order_number), 'order name'),
    cartId: asText(body.checkout_token),
    items: lineItems(body.line_items, body.currency),
    total: money(body.total_price, body.currency, 'total_price'),
    refunded: refundedSum(body),
    lifecycle: lifecycle(body, payment, fulfilment),
    payment,
    fulfilment,
    version,
    placedAt,
    paidAt: PAID.includes(payment) ? paidAt(topic, body, placedAt, version) : null,
    statusUrl: asText(body.order_status_url),
    live: body.test !== true,
    client: browserHints(body, account, placedAt),
    landingUrl: landingUrl(body, account),
  }
}

function lifecycle(body: Json, payment: OrderPayload['payment'], fulfilment: OrderPayload['fulfilment']) {
  if (asInstant(body.cancelled_at) !== null) return 'cancelled'
  const done = asInstant(body.closed_at) !== null || (fulfilment === 'fulfilled' && PAID.includes(payment))
  return done ? 'completed' : 'open'
}

// An order does not say when it was paid. Only `orders/paid` is sent at that moment; any other topic may come
// much later, and the time of placing is then the one that never makes old news look fresh.
function paidAt(topic: string, body: Json, placedAt: number, version: number) {
  return topic === 'orders/paid' && asText(body.financial_status) === 'paid' ? version : placedAt
}

function completedAt(body: Json, order: OrderPayload) {
  const sent = asObjects(body.fulfillments).map((each) => asInstant(each.created_at) ?? order.version)
  return asInstant(body.closed_at) ?? (sent.length > 0 ? Math.max(...sent) : order.version)
}

function refundItem(refund: Json, { account }: Delivered, order: OrderPayload | null): ParsedItem {
  const refundId = required(asText(refund.id), 'refund id')
  const refundedAt = required(asInstant(refund.processed_at) ?? asInstant(refund.created_at), 'refund time')
  const orderId = required(order?.orderId ?? asText(refund.order_id), 'order id')
  const amount = required(refundAmount(refund) ?? (order ? { ...order.total, amount: 0 } : null), 'refund amount')
  const payload: RefundPayload = {
    refundId,
    orderId,
    number: order?.number ?? null,
    amount,
    items: refundedLines(refund, amount.currency),
    reason: asText(refund.note),
    refundedAt,
    order,
  }
  return {
    account,
    type: 'order.refunded',
    key: refundId,
    subject: { kind: 'order', id: orderId },
    occurredAt: refundedAt,
    payload,
  }
}

// The amount is not on the refund itself but spread over its transactions, failed ones included.
function refundAmount(refund: Json): Money | null {
  const moved = asObjects(refund.transactions).filter(
    (each) => each.kind === 'refund' && (each.status === 'success' || each.status === 'pending')
  )
  const parts = moved.map((each) => money(each.amount, each.currency, 'transaction amount'))
  const [first] = parts
  if (first) return { ...first, amount: parts.reduce((sum, part) => sum + part.amount, 0) }
  // A refund that only takes goods back moves no money.
  const shopMoney = asObject(asObject(asObjects(refund.refund_line_items)[0]?.subtotal_set)?.shop_money)
  return shopMoney ? money('0', shopMoney.currency_code, 'currency') : null
}

function refundedLines(refund: Json, currency: string) {
  const lines = asObjects(refund.refund_line_items).map((each) => {
    const line = asObject(each.line_item)
    return line ? { ...line, quantity: each.quantity } : null
  })
  return lineItems(lines, currency)
}

function refundedSum(body: Json): Money | null {
  const parts = asObjects(body.refunds)
    .map(refundAmount)
    .filter((part) => part !== null)
  const [first] = parts
  return first ? { ...first, amount: parts.reduce((sum, part) => sum + part.amount, 0) } : null
}
