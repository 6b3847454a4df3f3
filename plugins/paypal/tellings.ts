import { asInstant, asObject, asObjects, asText, entryOf, firstText, paymentItem, required } from '#sdk/index'
import type { Json, ParseResult, PaymentPayload, PaymentTold } from '#sdk/index'
import { isLive } from './hosts.ts'
import { moneyOf } from './money.ts'
import { invoiced, payer } from './people.ts'

/** One event as webhooks and the list of events bring it. */
export interface Happening {
  type: string
  resource: Json
  at: number | null
  live: boolean
}

type Telling = (happening: Happening) => ParseResult

/** The events we ask for. */
export const TELLINGS: Record<string, Telling> = {
  'CHECKOUT.ORDER.APPROVED': orderApproved,
  'CHECKOUT.PAYMENT-APPROVAL.REVERSED': approvalReversed,
  'PAYMENT.CAPTURE.COMPLETED': (happening) => captured(happening, 'payment.succeeded'),
  'PAYMENT.CAPTURE.PENDING': capturePending,
  'PAYMENT.CAPTURE.DENIED': captureDenied,
  'PAYMENT.CAPTURE.DECLINED': captureDenied,
  'PAYMENT.CAPTURE.REFUNDED': refunded,
  'PAYMENT.CAPTURE.REVERSED': (happening) => captured(happening, 'paypal.capture_reversed'),
  'INVOICING.INVOICE.PAID': invoicePaid,
  'CUSTOMER.DISPUTE.CREATED': (happening) => disputed(happening, 'paypal.dispute_created'),
  'CUSTOMER.DISPUTE.RESOLVED': (happening) => disputed(happening, 'paypal.dispute_resolved'),
}

/** A webhook's body. The environment is the connection's: an app belongs to one. */
export function happeningOf(body: Json, settings: Record<string, unknown>): Happening {
  return {
    type: required(asText(body.event_type), 'event type'),
    resource: required(asObject(body.resource), 'resource'),
    at: asInstant(body.create_time),
    live: isLive(settings),
  }
}

/** What a happening means here; of unknown types, nothing. */
export function told(happening: Happening): ParseResult {
  return entryOf(TELLINGS, happening.type)?.(happening) ?? { kind: 'ignored', reason: 'topic_not_wanted' }
}

/** The buyer agreed; the money moves only when it is captured. */
function orderApproved({ resource: order, at, live }: Happening): ParseResult {
  if (asText(order.intent) !== 'CAPTURE') return { kind: 'ignored', reason: 'topic_not_wanted' }
  const sessionId = required(asText(order.id), 'order id')
  return one({
    type: 'payment.approved',
    key: sessionId,
    at,
    payload: orderPayload(order, sessionId, live),
    person: payer(order),
  })
}

function approvalReversed({ resource: order, at, live }: Happening): ParseResult {
  const sessionId = required(firstText(order.order_id, order.id), 'order id')
  return one({ type: 'payment.expired', key: sessionId, at, payload: orderPayload(order, sessionId, live) })
}

function orderPayload(order: Json, sessionId: string, live: boolean): PaymentPayload {
  const [unit] = asObjects(order.purchase_units)
  const amount = required(moneyOf(unit?.amount), 'amount')
  return { sessionId, paymentId: null, reference: asText(unit?.custom_id), amount, live }
}

function captured(happening: Happening, type: string): ParseResult {
  const payload = capturePayload(happening)
  return one({ type, key: payload.paymentId, at: happening.at, payload })
}

/** Taken and held back: an eCheck, or PayPal's review. What becomes of it is told later. */
function capturePending(happening: Happening): ParseResult {
  const payload = capturePayload(happening)
  return one({ type: 'payment.approved', key: payload.sessionId ?? payload.paymentId, at: happening.at, payload })
}

function captureDenied(happening: Happening): ParseResult {
  const failure = asText(asObject(happening.resource.status_details)?.reason) ?? 'DECLINED'
  const payload = { ...capturePayload(happening), failure }
  return one({ type: 'payment.failed', key: payload.paymentId, at: happening.at, payload })
}

function capturePayload({ resource: capture, live }: Happening): PaymentPayload & { paymentId: string } {
  return {
    sessionId: asText(asObject(asObject(capture.supplementary_data)?.related_ids)?.order_id),
    paymentId: required(asText(capture.id), 'capture id'),
    reference: asText(capture.custom_id),
    amount: required(moneyOf(capture.amount), 'amount'),
    live,
  }
}

function refunded({ resource: refund, at, live }: Happening): ParseResult {
  const refundId = required(asText(refund.id), 'refund id')
  const payload: PaymentPayload = {
    sessionId: null,
    paymentId: captureOf(refund),
    reference: asText(refund.custom_id),
    amount: required(moneyOf(refund.amount), 'amount'),
    refundId,
    refundedTotal: moneyOf(asObject(refund.seller_payable_breakdown)?.total_refunded_amount),
    live,
  }
  return one({ type: 'payment.refunded', key: refundId, at: asInstant(refund.create_time) ?? at, payload })
}

/** A refund names what it was taken from only by its link upwards. */
function captureOf(refund: Json): string | null {
  const up = asObjects(refund.links).find(({ rel }) => rel === 'up')
  return /\/captures\/(\w{1,60})$/.exec(asText(up?.href) ?? '')?.[1] ?? null
}

function invoicePaid({ resource, at, live }: Happening): ParseResult {
  const invoice = asObject(resource.invoice) ?? resource
  const id = required(asText(invoice.id), 'invoice id')
  const payments = asObject(invoice.payments) ?? {}
  const paymentId = asText(asObjects(payments.transactions).at(-1)?.payment_id)
  const payload: PaymentPayload = {
    sessionId: null,
    paymentId,
    reference: null,
    amount: required(moneyOf(payments.paid_amount) ?? moneyOf(invoice.amount), 'amount'),
    title: asText(asObject(invoice.detail)?.invoice_number),
    live,
  }
  const subject = { kind: 'invoice', id }
  return one({ type: 'payment.succeeded', key: paymentId ?? id, at, payload, person: invoiced(invoice), subject })
}

function disputed({ resource: dispute, at, live }: Happening, type: string): ParseResult {
  const disputeId = required(asText(dispute.dispute_id), 'dispute id')
  const [transaction] = asObjects(dispute.disputed_transactions)
  const payload = {
    disputeId,
    paymentId: asText(transaction?.seller_transaction_id),
    amount: moneyOf(dispute.dispute_amount),
    reason: asText(dispute.reason),
    status: asText(dispute.status),
    stage: asText(dispute.dispute_life_cycle_stage),
    live,
  }
  return one({ type, key: disputeId, at, payload, subject: { kind: 'dispute', id: disputeId } })
}

const one = (payment: PaymentTold): ParseResult => ({ kind: 'items', items: [paymentItem(payment)] })
