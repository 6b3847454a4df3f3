import vine from '@vinejs/vine'
import { defineEvent } from './definition.ts'
import { clientHints, euros, id, instant, maybeInstant, maybeText, money, SAMPLE_TIME, text } from './parts.ts'

const anything = () => vine.any().nullable().optional()
const values = () => vine.object({}).allowUnknownProperties()

const form = vine.create({ formId: id(), title: maybeText(), values: values(), client: clientHints() })
const webhook = vine.create({ values: values(), body: anything() })

const appointment = () =>
  vine.create({
    appointmentId: id(),
    title: text(),
    startsAt: instant(),
    endsAt: maybeInstant(),
    location: maybeText(),
    value: money().nullable().optional(),
  })
const visit = {
  appointmentId: 'A-31',
  title: 'Visit to the showroom',
  startsAt: SAMPLE_TIME,
  location: 'Lucca',
  value: euros(0),
}

const tag = () => vine.create({ tag: text() })

export const otherEvents = [
  defineEvent({
    type: 'contact.created',
    title: 'A contact was created',
    kind: 'milestone',
    schema: vine.create({ source: text() }),
    sample: { source: 'shopify' },
  }),
  defineEvent({
    type: 'contact.field_changed',
    title: 'A field of a contact changed',
    kind: 'occurrence',
    schema: vine.create({ field: text(), before: anything(), after: anything() }),
    sample: { field: 'favourite_room', before: null, after: 'Living room' },
  }),
  defineEvent({
    type: 'connection.revoked',
    title: 'A provider took our access away',
    kind: 'occurrence',
    schema: vine.create({ shop: maybeText() }),
    sample: { shop: 'bottega-lucente.myshopify.com' },
  }),
  defineEvent({
    type: 'tag.added',
    title: 'A tag was given to a contact',
    kind: 'occurrence',
    schema: tag(),
    sample: { tag: 'vip' },
  }),
  defineEvent({
    type: 'tag.removed',
    title: 'A tag was taken from a contact',
    kind: 'occurrence',
    schema: tag(),
    sample: { tag: 'vip' },
  }),
  defineEvent({
    type: 'webhook.received',
    title: 'Another tool called us',
    kind: 'occurrence',
    schema: webhook,
    sample: { values: { phone: '+393475550142', order: '1042' }, body: { phone: '+393475550142', order: '1042' } },
  }),
  defineEvent({
    type: 'form.submitted',
    title: 'A form was filled in',
    kind: 'occurrence',
    schema: form,
    sample: { formId: 'showroom', title: 'Book a visit', values: { room: 'Living room' } },
  }),
  defineEvent({
    type: 'appointment.booked',
    title: 'An appointment was booked',
    kind: 'milestone',
    schema: appointment(),
    sample: visit,
  }),
  defineEvent({
    type: 'appointment.cancelled',
    title: 'An appointment was cancelled',
    kind: 'milestone',
    schema: appointment(),
    sample: visit,
  }),
]
