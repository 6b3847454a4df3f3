import vine from '@vinejs/vine'
import { defineEvent } from './definition.ts'
import {
  clientHints,
  euros,
  id,
  instant,
  lineItem,
  maybeInstant,
  maybeLink,
  maybeText,
  money,
  SAMPLE_TIME,
  sampleLamp,
  text,
} from './parts.ts'

const orderFields = () =>
  vine.object({
    orderId: id(),
    number: text(),
    cartId: maybeText(),
    items: vine.array(lineItem()),
    total: money(),
    refunded: money().nullable().optional(),
    lifecycle: vine.enum(['open', 'completed', 'cancelled'] as const),
    payment: vine.enum([
      'pending',
      'authorized',
      'paid',
      'partially_refunded',
      'refunded',
      'voided',
      'failed',
    ] as const),
    fulfilment: vine.enum(['unfulfilled', 'partial', 'fulfilled', 'returned'] as const).nullable(),
    version: instant(),
    placedAt: instant(),
    paidAt: maybeInstant(),
    statusUrl: maybeLink(),
    live: vine.boolean({ strict: true }),
    client: clientHints(),
    landingUrl: maybeLink(),
  })

const order = () => vine.create(orderFields())

/** Some shops tell the refund alone; `order` is there where it came along. */
const refund = () =>
  vine.create({
    refundId: id(),
    orderId: id(),
    number: maybeText(),
    amount: money(),
    items: vine.array(lineItem()),
    reason: maybeText(),
    refundedAt: instant(),
    order: orderFields().nullable(),
  })

const placed = {
  orderId: '5581',
  number: '#1042',
  cartId: 'c1-7f3a',
  items: [sampleLamp],
  total: euros(18_400),
  lifecycle: 'open' as const,
  payment: 'pending' as const,
  fulfilment: 'unfulfilled' as const,
  version: SAMPLE_TIME,
  placedAt: SAMPLE_TIME,
  paidAt: null,
  statusUrl: 'https://bottega.example/orders/5581',
  live: true,
}
const paid = { ...placed, payment: 'paid' as const, paidAt: SAMPLE_TIME }

export const orderEvents = [
  defineEvent({
    type: 'order.placed',
    title: 'An order was placed',
    kind: 'milestone',
    schema: order(),
    sample: placed,
  }),
  defineEvent({ type: 'order.paid', title: 'An order was paid', kind: 'milestone', schema: order(), sample: paid }),
  defineEvent({
    type: 'order.cancelled',
    title: 'An order was cancelled',
    kind: 'milestone',
    schema: order(),
    sample: { ...placed, lifecycle: 'cancelled' as const },
  }),
  defineEvent({
    type: 'order.refunded',
    title: 'Money of an order was given back',
    kind: 'occurrence',
    schema: refund(),
    sample: {
      refundId: '9301',
      orderId: '5581',
      number: '#1042',
      amount: euros(18_400),
      items: [sampleLamp],
      reason: 'Arrived with a chipped shade',
      refundedAt: SAMPLE_TIME,
      order: { ...paid, payment: 'refunded' as const, refunded: euros(18_400) },
    },
  }),
  defineEvent({
    type: 'order.completed',
    title: 'An order was completed',
    kind: 'milestone',
    schema: order(),
    sample: { ...paid, lifecycle: 'completed' as const, fulfilment: 'fulfilled' as const },
  }),
  defineEvent({
    type: 'order.updated',
    title: 'An order was changed otherwise',
    kind: 'revision',
    schema: order(),
    sample: { ...paid, items: [{ ...sampleLamp, quantity: 2 }], total: euros(36_800) },
  }),
]
