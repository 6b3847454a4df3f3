import type { EmittedEvent, ParsedItem, PaymentPayload } from '#sdk/index'
import { CHARGE_REFUNDED, NOTICE } from './notices.ts'

const AT = 1_795_168_800_000
const SESSION = 'cs_test_a1Fx0001'
const PAYMENT = 'pi_3Fx0001'

const paid: PaymentPayload = {
  sessionId: SESSION,
  paymentId: PAYMENT,
  reference: 'pay_0000000000000000000000000a',
  amount: { amount: 4900, currency: 'EUR' },
  live: true,
}
const person: ParsedItem['person'] = {
  identities: [{ kind: 'email', value: 'sara.conti@example.com' }],
  firstName: 'Sara',
  lastName: 'Conti',
}
const about = { kind: 'payment', id: SESSION }
const base = { account: null, subject: about, occurredAt: AT, payload: paid }
const notice = {
  eventType: 'checkout.session.completed',
  objectType: 'checkout.session',
  objectId: SESSION,
  live: true,
}
const refunded = { ...paid, sessionId: null, reference: null, refundId: 're_3Fx0001' }
const disputed = {
  disputeId: 'du_1Fx0001',
  paymentId: PAYMENT,
  amount: paid.amount,
  reason: 'product_not_received',
  status: 'needs_response',
  answerBy: AT + 864_000_000,
  live: true,
}

const samples: ParsedItem[] = [
  { ...base, type: 'payment.approved', key: SESSION, person },
  { ...base, type: 'payment.succeeded', key: PAYMENT, person },
  { ...base, type: 'payment.failed', key: 'ch_3Fx0004', payload: { ...paid, failure: 'insufficient_funds' } },
  { ...base, type: 'payment.refunded', key: 're_3Fx0001', payload: refunded },
  { ...base, type: 'payment.expired', key: SESSION, person },
  { ...base, type: 'stripe.refund_failed', key: 're_3Fx0002', payload: { ...refunded, failure: 'declined' } },
  { ...base, type: 'stripe.dispute_created', key: 'du_1Fx0001', payload: disputed },
  { ...base, type: 'stripe.dispute_closed', key: 'du_1Fx0001', payload: { ...disputed, status: 'won' } },
  { ...base, type: NOTICE, key: 'evt_1Fx000000000000000001', payload: notice },
  {
    ...base,
    type: CHARGE_REFUNDED,
    key: 'ch_3Fx0001:4900',
    payload: {
      eventType: 'charge.refunded',
      objectType: 'charge',
      objectId: 'ch_3Fx0001',
      live: true,
      refundedTotal: paid.amount,
    },
  },
]

export const events: EmittedEvent[] = samples.map((sample) => ({ type: sample.type, sample }))
