import vine from '@vinejs/vine'

const id = () => vine.string().trim().maxLength(32)

/** Minor units, as everywhere in the API; what they come to is judged with the rest. */
export const apiRequestValidator = vine.create({
  amount: vine.number({ strict: true }),
  currency: vine.string().trim().toUpperCase().maxLength(3),
  title: vine.string().trim().maxLength(1000),
  connection_id: id().optional(),
  contact_id: id().optional(),
  order_id: id().optional(),
  message_id: id().optional(),
  /** Epoch milliseconds. */
  expires_at: vine.number({ strict: true }).withoutDecimals().optional(),
})

export const requestValidator = vine.create({
  /** Made by the form once, so that a second click asks for nothing more. */
  key: vine.string().trim().minLength(8).maxLength(64),
  /** As a person writes it, in the major unit: `49.90` or `49,90`. */
  amount: vine.string().trim().minLength(1).maxLength(20),
  currency: vine.string().trim().toUpperCase().fixedLength(3),
  title: vine.string().trim().minLength(1).maxLength(250),
  connection: id().optional(),
  contact: id().optional(),
  order: id().optional(),
  /** Null: the link stays good. */
  days: vine.number().withoutDecimals().min(1).max(365).nullable().optional(),
})

export const refundValidator = vine.create({
  key: vine.string().trim().minLength(8).maxLength(64),
  /** As a person writes it; empty: all that is left. */
  amount: vine.string().trim().maxLength(20).nullable().optional(),
})

export const apiRefundValidator = vine.create({
  /** Minor units; absent: all that is left. */
  amount: vine.number({ strict: true }).nullable().optional(),
})

export const PAYMENT_GROUPS = ['waiting', 'paid', 'refunded', 'over', 'look'] as const

export const filterValidator = vine.create({
  state: vine.enum(PAYMENT_GROUPS).optional(),
  q: vine.string().trim().maxLength(120).optional(),
  contact: id().optional(),
  before: vine.string().maxLength(32).optional(),
  /** Somebody looks for whom to ask. */
  who: vine.string().trim().maxLength(120).optional(),
  /** The form is open: `new`, or with this contact chosen. */
  ask: id().optional(),
})
