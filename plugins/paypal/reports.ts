import { asObject, asObjects, asText, entryOf } from '#sdk/index'
import type { Json, Money, PaymentReport } from '#sdk/index'
import { moneyOf } from './money.ts'

type State = PaymentReport['state']

const CAPTURES: Record<string, State> = {
  COMPLETED: 'succeeded',
  PENDING: 'pending',
  DECLINED: 'failed',
  FAILED: 'failed',
  PARTIALLY_REFUNDED: 'partially_refunded',
  REFUNDED: 'refunded',
}
const ORDERS: Record<string, State> = { VOIDED: 'expired', APPROVED: 'pending', COMPLETED: 'pending' }

/** What an order says of its payment. An order without a capture is nobody's money yet. */
export function reportOf(order: Json): PaymentReport {
  const unit = asObjects(order.purchase_units)[0] ?? {}
  const payments = asObject(unit.payments) ?? {}
  const capture = asObjects(payments.captures).at(-1)
  if (capture) return { ...captureReport(capture), refunded: refundedIn(asObjects(payments.refunds)) }
  const state = entryOf(ORDERS, asText(order.status)) ?? 'open'
  return { state, paymentId: null, amount: moneyOf(unit.amount), refunded: null, failure: null }
}

function captureReport({ id, amount, ...capture }: Json): Omit<PaymentReport, 'refunded'> {
  const status = asText(capture.status) ?? 'PENDING'
  const state = entryOf(CAPTURES, status) ?? 'pending'
  const reason = asText(asObject(capture.status_details)?.reason) ?? status
  return { state, paymentId: asText(id), amount: moneyOf(amount), failure: state === 'failed' ? reason : null }
}

function refundedIn(refunds: Json[]): Money | null {
  const done = refunds.filter(({ status }) => status === 'COMPLETED').map(({ amount }) => moneyOf(amount))
  const known = done.filter((each) => each !== null)
  return known.reduce<Money | null>((sum, each) => ({ ...each, amount: each.amount + (sum?.amount ?? 0) }), null)
}
