import vine from '@vinejs/vine'

const form = () => vine.object({}).allowUnknownProperties().optional()

/** Only the frame: what is inside is judged by the connector's own schemas. */
export const connectionValidator = vine.create({
  connector: vine.string().maxLength(60),
  name: vine.string().trim().maxLength(120).optional(),
  credentials: form(),
  settings: form(),
})

export const changeValidator = vine.create({
  name: vine.string().trim().maxLength(120).optional(),
  credentials: form(),
  settings: form(),
})
