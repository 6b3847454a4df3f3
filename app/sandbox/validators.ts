import vine from '@vinejs/vine'

export const phoneValidator = vine.create({
  offline: vine.boolean().optional(),
  blocks: vine.boolean().optional(),
  readsAtOnce: vine.boolean().optional(),
})

export const writtenValidator = vine.create({
  text: vine.string().trim().minLength(1).maxLength(4096),
  choiceId: vine.string().trim().maxLength(200).optional(),
  replyTo: vine.string().trim().maxLength(64).optional(),
})

export const happeningValidator = vine.create({
  kind: vine.enum(['cart', 'order', 'shipment', 'own'] as const),
  cart: vine.string().trim().maxLength(64).optional(),
  body: vine.object({}).allowUnknownProperties().optional(),
})
