import { createHash } from 'node:crypto'
import type { ParsedItem } from '#sdk/index'
import { accountOf } from './keys.ts'

type Fields = Record<string, string>

/** WhatsApp through Twilio: kept whole. An answer from here would leave as an SMS, so it may open no conversation. */
export function foreign(sid: string, fields: Fields, settings: Record<string, unknown>): ParsedItem {
  const status = fields.MessageStatus
  const digest = createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 16)
  return {
    account: accountOf(settings, {
      service: fields.MessagingServiceSid,
      ours: status ? fields.From : fields.To,
      owner: fields.AccountSid,
    }),
    type: status ? 'twilio.whatsapp_status' : 'twilio.whatsapp_message',
    key: `${sid}:${digest}`.slice(0, 190),
    subject: { kind: 'message', id: sid },
    occurredAt: null,
    payload: fields,
  }
}
