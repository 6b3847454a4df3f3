import vine from '@vinejs/vine'
import { CONTACT_DETAILS } from './subscription.ts'

const choice = () =>
  vine
    .string()
    .trim()
    .regex(/^(\*|[a-z][\w-]*\.(\*|[\w.-]+))$/)
    .maxLength(120)

const address = () => vine.string().trim().minLength(1).maxLength(2000)

export const subscriptionValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(120),
  url: address(),
  events: vine.array(choice()).minLength(1).maxLength(200).distinct(),
  /** A condition as pipelines have it, or its JSON as the form sends it; judged afterwards. */
  filter: vine.any().optional(),
  contactDetail: vine.enum(CONTACT_DETAILS),
})

/** As no-code tools send it: one event or several, and their own address. */
export const hookValidator = vine.create({
  event: choice().optional().requiredIfMissing('events'),
  events: vine.array(choice()).minLength(1).maxLength(200).distinct().optional(),
  target_url: address(),
  name: vine.string().trim().minLength(1).maxLength(120).optional(),
  filter: vine.any().optional(),
  contact: vine.enum(CONTACT_DETAILS).optional(),
})

export const sampleValidator = vine.create({
  type: choice().optional().requiredIfMissing('event'),
  event: choice().optional(),
  limit: vine.number().withoutDecimals().min(1).max(10).optional(),
})

export const tryValidator = vine.create({ type: choice() })

export const sinceValidator = vine.create({ since: vine.number().withoutDecimals().min(0) })

export const attemptFilterValidator = vine.create({
  state: vine.enum(['pending', 'sent', 'failed'] as const).optional(),
  before: vine.string().maxLength(32).optional(),
})
