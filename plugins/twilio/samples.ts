import type { EmittedEvent, MessageStatusPayload, ParsedItem } from '#sdk/index'

const SENDER = '+12025550199'
const RECEIVED = 'SM10000000000000000000000000000001'
const SENT = 'SM20000000000000000000000000000001'
const AT = 1_794_000_000_000
const identities: MessageStatusPayload['recipient'] = [{ kind: 'phone', value: '+447700900123' }]

const received: ParsedItem = {
  account: SENDER,
  type: 'message.received',
  key: RECEIVED,
  subject: { kind: 'message', id: RECEIVED },
  occurredAt: AT,
  payload: { providerId: RECEIVED, channel: 'sms', kind: 'text', text: 'Hello, is my order ready?' },
  person: { identities, country: 'GB' },
}

function status(
  state: 'sent' | 'delivered' | 'read' | 'failed',
  change: Partial<MessageStatusPayload> = {}
): ParsedItem {
  const payload: MessageStatusPayload = {
    providerId: SENT,
    correlation: 'msg_0000000000000000000000000a/1',
    error: null,
    price: null,
    recipient: identities,
    ...change,
  }
  return {
    account: SENDER,
    type: `message.${state}`,
    key: `${SENT}:${state}`,
    subject: { kind: 'message', id: SENT },
    occurredAt: AT,
    payload,
  }
}

const withdrawn: ParsedItem = {
  account: SENDER,
  type: 'consent.withdrawn',
  key: `${SENT}:opted_out`,
  subject: null,
  occurredAt: AT,
  payload: { channel: 'sms', purpose: 'marketing', method: 'keyword', proof: { status: SENT } },
  person: { identities },
}

export const events: EmittedEvent[] = [
  received,
  status('sent'),
  status('delivered', { price: { millionths: 7500, currency: 'USD' } }),
  status('read'),
  status('failed', {
    error: { code: '30005', title: 'Twilio: undelivered', reason: 'recipient_unreachable' },
  }),
  withdrawn,
].map((sample) => ({ type: sample.type, sample }))
