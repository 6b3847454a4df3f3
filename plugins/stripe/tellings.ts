import { asObject, asSeconds, asText, entryOf, firstText, paymentItem, required } from '#sdk/index'
import type { Json, ParseResult, PaymentPayload, PaymentTold } from '#sdk/index'
import { idOf } from './happenings.ts'
import type { Happening } from './happenings.ts'
import { moneyOf } from './money.ts'
import { invoiced, payer } from './people.ts'
import { REFERENCE } from './version.ts'

type Telling = (happening: Happening) => ParseResult

/** Methods whose outcome comes days later: their failure is told of the session, and not a second time of the payment. */
const DELAYED = ['acss_debit', 'au_becs_debit', 'bacs_debit', 'boleto', 'customer_balance', 'konbini', 'multibanco']
const DELAYED_METHODS = new Set([...DELAYED, 'nz_bank_account', 'oxxo', 'pay_by_bank', 'sepa_debit', 'us_bank_account'])

/** The events we ask for. */
export const TELLINGS: Record<string, Telling> = {
  'checkout.session.completed': sessionCompleted,
  'checkout.session.async_payment_succeeded': sessionCompleted,
  'checkout.session.async_payment_failed': sessionFailed,
  'checkout.session.expired': sessionExpired,
  'payment_intent.payment_failed': paymentFailed,
  'refund.created': refunded,
  'refund.updated': refunded,
  'refund.failed': refundFailed,
  'invoice.paid': invoicePaid,
  'charge.dispute.created': (happening) => disputed(happening, 'stripe.dispute_created'),
  'charge.dispute.closed': (happening) => disputed(happening, 'stripe.dispute_closed'),
}

/** What a happening means here; of unknown types, nothing. */
export function told(happening: Happening): ParseResult {
  return entryOf(TELLINGS, happening.type)?.(happening) ?? { kind: 'ignored', reason: 'topic_not_wanted' }
}

function sessionCompleted({ object: session, at, live }: Happening): ParseResult {
  // Its invoice tells of the same money, and of every later month of a subscription.
  if (asText(session.mode) !== 'payment' || session.invoice) return { kind: 'ignored', reason: 'told_elsewhere' }
  const paid = ['paid', 'no_payment_required'].includes(asText(session.payment_status) ?? '')
  const payload = sessionPayload(session, live)
  // Unpaid and completed: a bank debit or transfer that is on its way.
  const [type, key] = paid
    ? ['payment.succeeded', payload.paymentId ?? payload.sessionId]
    : ['payment.approved', payload.sessionId]
  return one({ type, key, at, payload, person: payer(session) })
}

function sessionFailed({ object: session, at, live }: Happening): ParseResult {
  const payload = { ...sessionPayload(session, live), failure: 'async_payment_failed' }
  return one({
    type: 'payment.failed',
    key: `${payload.paymentId ?? payload.sessionId}:async`,
    at,
    payload,
    person: payer(session),
  })
}

function sessionExpired({ object: session, at, live }: Happening): ParseResult {
  const payload = sessionPayload(session, live)
  return one({ type: 'payment.expired', key: payload.sessionId, at, payload, person: payer(session) })
}

function sessionPayload(session: Json, live: boolean): PaymentPayload & { sessionId: string } {
  return {
    sessionId: required(asText(session.id), 'session id'),
    paymentId: idOf(session.payment_intent),
    reference: referenceOf(session) ?? asText(session.client_reference_id),
    amount: required(moneyOf(session.amount_total, session.currency), 'amount'),
    live,
  }
}

function paymentFailed({ id, object: payment, at, live }: Happening): ParseResult {
  const error = asObject(payment.last_payment_error) ?? {}
  if (DELAYED_METHODS.has(asText(asObject(error.payment_method)?.type) ?? ''))
    return { kind: 'ignored', reason: 'told_elsewhere' }
  const payload: PaymentPayload = {
    sessionId: null,
    paymentId: required(asText(payment.id), 'payment id'),
    reference: referenceOf(payment),
    amount: required(moneyOf(payment.amount, payment.currency), 'amount'),
    failure: firstText(error.decline_code, error.code) ?? 'payment_failed',
    live,
  }
  return one({ type: 'payment.failed', key: idOf(payment.latest_charge) ?? id, at, payload })
}

/** A refund that Stripe has only taken down is told once it has happened. */
function refunded(happening: Happening): ParseResult {
  const { object: refund, at } = happening
  const status = asText(refund.status)
  if (status === 'failed' || status === 'canceled') return refundFailed(happening)
  if (status !== 'succeeded') return { kind: 'ignored', reason: 'still_under_way' }
  const payload = refundPayload(happening)
  return one({ type: 'payment.refunded', key: payload.refundId, at: asSeconds(refund.created) ?? at, payload })
}

function refundFailed(happening: Happening): ParseResult {
  const payload = { ...refundPayload(happening), failure: asText(happening.object.failure_reason) ?? 'failed' }
  return one({ type: 'stripe.refund_failed', key: payload.refundId, at: happening.at, payload })
}

function refundPayload({ object: refund, live }: Happening): PaymentPayload & { refundId: string } {
  return {
    sessionId: null,
    paymentId: idOf(refund.payment_intent) ?? idOf(refund.charge),
    reference: referenceOf(refund),
    amount: required(moneyOf(refund.amount, refund.currency), 'amount'),
    refundId: required(asText(refund.id), 'refund id'),
    live,
  }
}

function invoicePaid({ object: invoice, at, live }: Happening): ParseResult {
  const amount = required(moneyOf(invoice.amount_paid, invoice.currency), 'amount')
  // A month on trial is an invoice, too.
  if (amount.amount === 0) return { kind: 'ignored', reason: 'nothing_paid' }
  const payload: PaymentPayload = {
    sessionId: null,
    paymentId: null,
    reference: referenceOf(invoice),
    amount,
    title: asText(invoice.number),
    live,
  }
  const key = required(asText(invoice.id), 'invoice id')
  return one({
    type: 'payment.succeeded',
    key,
    at,
    payload,
    person: invoiced(invoice),
    subject: { kind: 'invoice', id: key },
  })
}

function disputed({ object: dispute, at, live }: Happening, type: string): ParseResult {
  const key = required(asText(dispute.id), 'dispute id')
  const payload = {
    disputeId: key,
    paymentId: idOf(dispute.payment_intent) ?? idOf(dispute.charge),
    amount: moneyOf(dispute.amount, dispute.currency),
    reason: asText(dispute.reason),
    status: asText(dispute.status),
    answerBy: asSeconds(asObject(dispute.evidence_details)?.due_by),
    live,
  }
  return one({ type, key, at, payload, subject: { kind: 'dispute', id: key } })
}

const referenceOf = ({ metadata }: Json): string | null => asText(asObject(metadata)?.[REFERENCE])

const one = (payment: PaymentTold): ParseResult => ({ kind: 'items', items: [paymentItem(payment)] })
