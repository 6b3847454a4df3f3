import vine from '@vinejs/vine'
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
  contact_id: vine.string().maxLength(32),
  /** Yours: the same key starts one run. */
  key: vine.string().minLength(1).maxLength(120),
  variables: vine.object({}).allowUnknownProperties().optional(),
})
