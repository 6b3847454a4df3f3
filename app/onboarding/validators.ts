import vine from '@vinejs/vine'
import { START_STEPS } from './start.ts'
import { HAPPENINGS } from './trial.ts'

const form = () => vine.object({}).allowUnknownProperties().optional()

export const startValidator = vine.create({ step: vine.enum(START_STEPS).optional() })

/** Only the frame: what is inside is judged by the connector's own schemas. */
export const startConnectionValidator = vine.create({
  step: vine.enum(['shop', 'number'] as const),
  connector: vine.string().maxLength(60),
  credentials: form(),
  settings: form(),
})

export const startPipelineValidator = vine.create({
  key: vine.string().maxLength(60),
  connection_id: vine.string().maxLength(32).nullable().optional(),
})

export const startHappeningValidator = vine.create({ kind: vine.enum(HAPPENINGS) })
