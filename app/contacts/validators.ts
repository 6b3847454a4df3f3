import vine from '@vinejs/vine'
import { FIELD_TYPES } from './contact_field.ts'
import { STANDARD_FIELDS } from './fields.ts'

const line = () => vine.string().trim().maxLength(190).nullable().optional()

const standard = Object.fromEntries(STANDARD_FIELDS.map((name) => [name, line()])) as Record<
  (typeof STANDARD_FIELDS)[number],
  ReturnType<typeof line>
>

const email = () => vine.string().trim().toLowerCase().email().maxLength(320)
const phone = () => vine.string().trim().maxLength(40)

/** Custom values are checked against their field when they are set. */
const fieldValues = () => vine.object({}).allowUnknownProperties().optional()

export const newContactFields = {
  ...standard,
  phone: phone().nullable().optional(),
  email: email().nullable().optional(),
}

export const contactFields = { ...standard, fields: fieldValues() }

export const newContactValidator = vine.create(newContactFields)

export const contactValidator = vine.create(contactFields)

export const identityValidator = vine.create({
  kind: vine.enum(['phone', 'email'] as const),
  value: vine.string().trim().minLength(3).maxLength(320),
})

export const tagValidator = vine.create({ tag: vine.string().trim().minLength(1).maxLength(60) })

export const BY_HAND = ['in_person', 'phone_call', 'paper_form', 'email', 'chat'] as const

export const consentValidator = vine.create({
  channel: vine.enum(['whatsapp', 'sms', 'email', 'voice'] as const),
  purpose: vine.enum(['marketing', 'service', 'transactional', 'authentication'] as const),
  action: vine.enum(['asked', 'granted', 'confirmed', 'withdrawn'] as const),
  method: vine.enum(BY_HAND),
  /** The words the person agreed to. */
  wording: vine.string().trim().maxLength(2000).nullable().optional(),
  /** Where the proof lies: a form's number, who was there. */
  note: vine.string().trim().maxLength(1000).nullable().optional(),
})

export const mergeValidator = vine.create({ loser: vine.string().maxLength(32) })

export const fieldValidator = vine.create({
  title: vine.string().trim().minLength(1).maxLength(120),
  type: vine.enum(FIELD_TYPES),
  options: vine
    .array(vine.string().trim().minLength(1).maxLength(120))
    .maxLength(100)
    .distinct()
    .optional()
    .requiredWhen('type', '=', 'list'),
  currency: vine
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .optional(),
})

export const fieldChangeValidator = vine.create({
  title: vine.string().trim().minLength(1).maxLength(120),
  options: vine.array(vine.string().trim().minLength(1).maxLength(120)).maxLength(100).distinct().optional(),
})

export const listValidator = vine.create({
  q: vine.string().maxLength(120).optional(),
  tag: vine.string().maxLength(120).optional(),
  consent: vine.enum(['allowed', 'asked', 'withdrawn', 'never'] as const).optional(),
  channel: vine.enum(['whatsapp', 'sms', 'email'] as const).optional(),
  before: vine.string().maxLength(32).optional(),
})

export const apiConsentValidator = vine.create({
  channel: vine.enum(['whatsapp', 'sms', 'email', 'voice'] as const),
  purpose: vine.enum(['marketing', 'service', 'transactional', 'authentication'] as const),
  action: vine.enum(['asked', 'granted', 'confirmed', 'withdrawn'] as const),
  method: vine
    .string()
    .regex(/^[a-z][a-z0-9_]{1,59}$/)
    .notIn(['keyword', 'preference_signal', 'provider_refusal']),
  wording: vine.string().maxLength(2000).nullable().optional(),
  wordingVersion: vine.string().maxLength(60).nullable().optional(),
  wayOut: vine.string().maxLength(500).nullable().optional(),
  proof: vine.record(vine.string().maxLength(500)).optional(),
  occurredAt: vine.number().withoutDecimals().min(0).optional(),
})
