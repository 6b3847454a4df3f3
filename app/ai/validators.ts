import vine from '@vinejs/vine'

export const listValidator = vine.create({
  show: vine.enum(['waiting', 'decided'] as const).optional(),
  before: vine.string().maxLength(32).optional(),
})

/** WhatsApp takes 4096 characters, and a reply needs one that can be seen. */
export const approvalValidator = vine.create({
  text: vine.string().trim().minLength(1).maxLength(4096).optional(),
})

const amount = () => vine.number().withoutDecimals().min(0).max(1_000_000_000_000).nullable()

export const settingsValidator = vine.create({
  connectionId: vine.string().maxLength(32).nullable(),
  model: vine.string().trim().maxLength(120).nullable(),
  currency: vine
    .string()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/),
  budgetMicros: amount(),
  budgetTokens: amount(),
  redact: vine.boolean(),
})

export const priceValidator = vine.create({
  model: vine.string().trim().minLength(1).maxLength(120),
  input: vine.number().withoutDecimals().min(0).max(1_000_000_000_000),
  cached: amount(),
  output: vine.number().withoutDecimals().min(0).max(1_000_000_000_000),
})

export const forgetPriceValidator = vine.create({ model: vine.string().trim().minLength(1).maxLength(120) })
