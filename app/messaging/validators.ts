import vine from '@vinejs/vine'
import { contactName } from '#app/contacts/named_contact'
import { MESSAGE_STATES } from './message.ts'
import { MESSAGE_GROUPS } from './message_list.ts'

const word = () => vine.string().trim().maxLength(64).optional()

export const messageFilterValidator = vine.create({
  group: vine.enum(Object.keys(MESSAGE_GROUPS)).optional(),
  state: vine.enum(MESSAGE_STATES).optional(),
  contact: word(),
  template: word(),
  before: word(),
})

/** A template or a text, to somebody named in any of the ways of the API. */
export const apiMessageValidator = vine.create({
  to: contactName(),
  template: vine.string().trim().minLength(1).maxLength(120).optional(),
  text: vine.string().minLength(1).maxLength(4096).optional().requiredIfMissing('template'),
  /** Of a text; default `service`, which needs an open conversation. */
  purpose: vine.enum(['transactional', 'service', 'marketing'] as const).optional(),
  variables: vine.object({}).allowUnknownProperties().optional(),
  channel: vine.enum(['whatsapp', 'sms'] as const).optional(),
  connection_id: vine.string().maxLength(32).optional(),
  /** Yours: the same key is one message. Default: the Idempotency-Key. */
  key: vine.string().minLength(1).maxLength(150).optional(),
})
