import vine from '@vinejs/vine'
import { defineEvent } from './definition.ts'
import { channel, maybeText, purpose, text } from './parts.ts'

const consent = () =>
  vine.create({
    channel: channel(),
    purpose: purpose(),
    method: vine.string().maxLength(60),
    wording: maybeText(),
    wordingVersion: maybeText(),
    wayOut: maybeText(),
    source: maybeText(),
    proof: vine.record(text()).optional(),
  })

const sample = {
  channel: 'whatsapp' as const,
  purpose: 'marketing' as const,
  method: 'checkout',
  wording: 'Yes, write to me on WhatsApp about offers.',
  wordingVersion: '2',
  proof: { order: '5581' },
}

export const consentEvents = [
  defineEvent({
    type: 'consent.granted',
    title: 'A person allowed messages',
    kind: 'occurrence',
    schema: consent(),
    sample,
  }),
  defineEvent({
    type: 'consent.confirmed',
    title: 'A person confirmed a consent',
    kind: 'occurrence',
    schema: consent(),
    sample: { ...sample, method: 'keyword' },
  }),
  defineEvent({
    type: 'consent.withdrawn',
    title: 'A person withdrew a consent',
    kind: 'occurrence',
    schema: consent(),
    sample: {
      channel: 'whatsapp' as const,
      purpose: 'marketing' as const,
      method: 'keyword',
      proof: { message: 'wamid.HB01' },
    },
  }),
]
