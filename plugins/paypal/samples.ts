import type { EmittedEvent, ParsedItem, PaymentPayload } from '#sdk/index'

const AT = 1_795_169_628_512
const ORDER = '5O190127TN364715T'
const CAPTURE = '3C679366HH908993F'

const paid: PaymentPayload = {
  sessionId: ORDER,
  paymentId: CAPTURE,
  reference: 'pay_0000000000000000000000000a',
  amount: { amount: 4900, currency: 'EUR' },
  live: true,
}
const opened = { ...paid, paymentId: null }
const person: ParsedItem['person'] = {
  identities: [{ kind: 'email', value: 'paolo.greco@example.com' }],
  firstName: 'Paolo',
  lastName: 'Greco',
}
const base = { account: null, subject: { kind: 'payment', id: ORDER }, occurredAt: AT, payload: paid }
const disputed = {
  disputeId: 'PP-R-FXT-10001',
  paymentId: CAPTURE,
  amount: paid.amount,
  reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
  status: 'OPEN',
  stage: 'INQUIRY',
  live: true,
}
const refund = { ...paid, sessionId: null, refundId: '1JU08902781691411', refundedTotal: paid.amount }

const samples: ParsedItem[] = [
  { ...base, type: 'payment.approved', key: ORDER, payload: opened, person },
  { ...base, type: 'payment.succeeded', key: CAPTURE },
  { ...base, type: 'payment.failed', key: '8AB12345CD678901E', payload: { ...paid, failure: 'DECLINED' } },
  { ...base, type: 'payment.refunded', key: '1JU08902781691411', payload: refund },
  { ...base, type: 'payment.expired', key: ORDER, payload: opened },
  { ...base, type: 'paypal.capture_reversed', key: CAPTURE },
  { ...base, type: 'paypal.dispute_created', key: 'PP-R-FXT-10001', payload: disputed },
  { ...base, type: 'paypal.dispute_resolved', key: 'PP-R-FXT-10001', payload: { ...disputed, status: 'RESOLVED' } },
]

export const events: EmittedEvent[] = samples.map((sample) => ({ type: sample.type, sample }))
