import vine from '@vinejs/vine'
import { contactName } from '#app/contacts/named_contact'
import { RUN_STATES } from './run.ts'

export const runFilterValidator = vine.create({
  pipeline: vine.string().maxLength(32).optional(),
  state: vine.enum(['active', 'attention', ...RUN_STATES] as const).optional(),
  before: vine.string().maxLength(32).optional(),
})

export const showValidator = vine.create({
  view: vine.enum(['canvas', 'outline', 'runs', 'rules', 'versions'] as const).optional(),
  before: vine.string().maxLength(32).optional(),
})

export const startValidator = vine.create({
  /** Our id; or who it is, in any of the ways of the API. */
  contact_id: vine.string().maxLength(32).optional().requiredIfMissing('contact'),
  contact: contactName().optional(),
  /** Yours: the same key starts one run. Default: the Idempotency-Key. */
  key: vine.string().minLength(1).maxLength(120).optional(),
  variables: vine.object({}).allowUnknownProperties().optional(),
  /** Another word for `variables`. */
  payload: vine.object({}).allowUnknownProperties().optional(),
})
