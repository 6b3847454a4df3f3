import vine from '@vinejs/vine'
import { defineEvent } from './definition.ts'
import { euros, maybeText, money } from './parts.ts'

const payment = () =>
  vine.create({
    sessionId: maybeText(),
    paymentId: maybeText(),
    reference: maybeText(),
    amount: money(),
    refundId: maybeText(),
    refundedTotal: money().nullable().optional(),
    failure: maybeText(),
    title: maybeText(),
    live: vine.boolean({ strict: true }),
  })

const asked = {
  sessionId: null,
  paymentId: null,
  reference: 'pay_01',
  amount: euros(4_900),
  title: 'Deposit for the Goccia lamp',
  live: true,
}
const opened = { ...asked, sessionId: 'cs_01' }
const paid = { ...opened, paymentId: 'pi_01' }

/**
 * What makes two tellings one, for whoever writes a connector: `payment.succeeded` has the vendor's id of the payment
 * as its key, so that a link paid twice is seen twice; `payment.approved` and `payment.expired` the session's;
 * `payment.failed` and `payment.refunded` the happening's. A vendor's `payment.expired` speaks of its session: where a link
 * of ours outlives it, the fact is kept as `payment.session_expired`, which no connector emits, and the link's own end is
 * told by the core.
 */
export const paymentEvents = [
  defineEvent({
    type: 'payment.requested',
    title: 'A payment was asked for',
    kind: 'milestone',
    schema: payment(),
    sample: asked,
  }),
  defineEvent({
    type: 'payment.approved',
    title: 'A payment was approved and not yet taken',
    kind: 'milestone',
    schema: payment(),
    sample: opened,
  }),
  defineEvent({
    type: 'payment.succeeded',
    title: 'A payment arrived',
    kind: 'milestone',
    schema: payment(),
    sample: paid,
  }),
  defineEvent({
    type: 'payment.failed',
    title: 'A try to pay failed',
    kind: 'occurrence',
    schema: payment(),
    sample: { ...paid, failure: 'card_declined' },
  }),
  defineEvent({
    type: 'payment.refunded',
    title: 'Money of a payment was given back',
    kind: 'occurrence',
    schema: payment(),
    sample: { ...paid, amount: euros(1_900), refundId: 're_01', refundedTotal: euros(1_900) },
  }),
  defineEvent({
    type: 'payment.expired',
    title: 'The time to pay ran out',
    kind: 'milestone',
    schema: payment(),
    sample: opened,
  }),
  defineEvent({
    type: 'payment.session_expired',
    title: "The vendor's page ran out, and the link is still good",
    kind: 'milestone',
    schema: payment(),
    sample: opened,
  }),
]
