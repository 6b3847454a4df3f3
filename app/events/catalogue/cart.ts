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
  money,
  SAMPLE_TIME,
  sampleLamp,
  text,
  whole,
} from './parts.ts'

const cart = () => ({
  cartId: id(),
  recoveryUrl: maybeLink(),
  items: vine.array(lineItem()),
  total: money(),
  changedAt: instant(),
  completedAt: maybeInstant(),
  client: clientHints(),
})

const sample = {
  cartId: 'c1-7f3a',
  recoveryUrl: 'https://bottega.example/cart/c1-7f3a/recover',
  items: [sampleLamp],
  total: euros(18_400),
  changedAt: SAMPLE_TIME,
  completedAt: null,
}

export const cartEvents = [
  defineEvent({
    type: 'cart.updated',
    title: 'A cart was made or its content changed',
    kind: 'revision',
    schema: vine.create(cart()),
    sample,
  }),
  defineEvent({
    type: 'cart.abandoned',
    title: 'A cart was left without an order',
    kind: 'milestone',
    schema: vine.create({ ...cart(), episode: whole().min(1) }),
    sample: { ...sample, episode: 1 },
  }),
  defineEvent({
    type: 'cart.recovered',
    title: 'An abandoned cart became an order',
    kind: 'milestone',
    schema: vine.create({
      ...cart(),
      episode: whole().min(1),
      orderId: id(),
      orderNumber: text(),
      orderTotal: money(),
    }),
    sample: { ...sample, episode: 1, orderId: '5581', orderNumber: '#1042', orderTotal: euros(18_400) },
  }),
]
