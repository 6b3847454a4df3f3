import vine from '@vinejs/vine'
import { defineEvent } from './definition.ts'
import { id, instant, maybeText, SAMPLE_TIME, text } from './parts.ts'

const customer = () => vine.create({ customerId: id(), version: instant(), tags: vine.array(text()).optional() })
const request = () => vine.create({ customerId: maybeText(), orderIds: vine.array(text()).optional() })

const sample = { customerId: '6671203948', version: SAMPLE_TIME, tags: ['vip'] }

export const customerEvents = [
  defineEvent({
    type: 'customer.created',
    title: 'A customer signed up in a shop',
    kind: 'milestone',
    schema: customer(),
    sample,
  }),
  defineEvent({
    type: 'customer.updated',
    title: "A customer's details changed in a shop",
    kind: 'revision',
    schema: customer(),
    sample,
  }),
  defineEvent({
    type: 'customer.erasure_requested',
    title: 'A person asked to be erased',
    kind: 'occurrence',
    schema: request(),
    sample: { customerId: '6671203948', orderIds: ['5581'] },
  }),
  defineEvent({
    type: 'customer.data_requested',
    title: 'A person asked for their data',
    kind: 'occurrence',
    schema: request(),
    sample: { customerId: '6671203948', orderIds: ['5581'] },
  }),
]
