import type { EmittedEvent, Identity, MessageStatusPayload, ParsedItem, Person } from '#sdk/index'

const PHONE_NUMBER_ID = '109876543210987'
const BUSINESS_ACCOUNT_ID = '104995512345678'
const RECEIVED = 'wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUM0EyNzFGOEExNDY3QkI1NzJDRDAA'
const SENT = 'wamid.HBgMNDQ3NzAwOTAwMTIzFQIAERgSOTRDN0E1QkYwMTI3RkQzRTkxAA=='
const AT = 1_794_000_000_000

const identities: Identity[] = [
  { kind: 'whatsapp_user', value: 'GB.10472938475610293', issuer: BUSINESS_ACCOUNT_ID },
  { kind: 'phone', value: '+447700900123' },
]
const ana: Person = { identities, firstName: 'Ana', lastName: 'Rossi', country: 'GB' }

const received: ParsedItem = {
  account: PHONE_NUMBER_ID,
  type: 'message.received',
  key: RECEIVED,
  subject: { kind: 'message', id: RECEIVED },
  occurredAt: AT,
  payload: {
    providerId: RECEIVED,
    channel: 'whatsapp',
    kind: 'text',
    text: 'Hi, does it come in blue?',
    replyTo: null,
    referral: null,
  },
  person: ana,
}

const tapped: ParsedItem = {
  ...received,
  type: 'message.button_clicked',
  payload: { providerId: RECEIVED, channel: 'whatsapp', choiceId: 'appt:change', text: 'Change' },
}

function status(
  state: 'sent' | 'delivered' | 'read' | 'failed',
  change: Partial<MessageStatusPayload> = {}
): ParsedItem {
  const payload: MessageStatusPayload = {
    providerId: SENT,
    correlation: 'msg_0000000000000000000000000/1',
    error: null,
    price: null,
    billable: null,
    category: null,
    recipient: identities,
    ...change,
  }
  return {
    account: PHONE_NUMBER_ID,
    type: `message.${state}`,
    key: `${SENT}:${state}`,
    subject: { kind: 'message', id: SENT },
    occurredAt: AT,
    payload,
  }
}

function preference(type: 'consent.granted' | 'consent.withdrawn', choice: 'resume' | 'stop'): ParsedItem {
  const key = `GB.10472938475610293:marketing_messages:${choice}:1794000300`
  return {
    account: PHONE_NUMBER_ID,
    type,
    key,
    subject: null,
    occurredAt: AT,
    payload: {
      channel: 'whatsapp',
      purpose: 'marketing',
      method: 'preference_signal',
      wording: `User requested to ${choice} marketing messages`,
      proof: { preference: key },
    },
    person: ana,
  }
}

const template: ParsedItem = {
  account: BUSINESS_ACCOUNT_ID,
  type: 'template.updated',
  key: '1689556908129832:1794000200:e1a0',
  subject: { kind: 'template', id: '1689556908129832' },
  occurredAt: AT,
  payload: {
    providerTemplateId: '1689556908129832',
    name: 'order_update',
    language: 'en-US',
    status: 'approved',
    reason: null,
    detail: null,
    category: 'utility',
    quality: null,
  },
}

const refused = { code: '131026', title: 'Message undeliverable', reason: 'recipient_unreachable' }

export const events: EmittedEvent[] = [
  received,
  tapped,
  status('sent', { billable: true, category: 'utility' }),
  status('delivered', { billable: true, category: 'utility' }),
  status('read'),
  status('failed', { error: refused }),
  preference('consent.granted', 'resume'),
  preference('consent.withdrawn', 'stop'),
  template,
].map((sample) => ({ type: sample.type, sample }))
