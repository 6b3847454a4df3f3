import vine from '@vinejs/vine'

const form = () => vine.object({}).allowUnknownProperties().optional()

/** Only the frame: what is inside is judged by the connector's own schemas. */
export const connectionValidator = vine.create({
  connector: vine.string().maxLength(60),
  name: vine.string().trim().maxLength(120).optional(),
  credentials: form(),
  settings: form(),
})

/** The frame again: the app's fields and the settings are judged by the connector's schemas. */
export const signInValidator = vine.create({
  connector: vine.string().maxLength(60),
  connection: vine.string().maxLength(40).nullable().optional(),
  name: vine.string().trim().maxLength(120).optional(),
  settings: form(),
  app: vine.object({ id: vine.string().maxLength(40).nullable().optional(), fields: form() }).optional(),
})

export const keyExchangeValidator = vine.create({
  connector: vine.string().maxLength(60),
  connection: vine.string().maxLength(40).nullable().optional(),
  name: vine.string().trim().maxLength(120).optional(),
  settings: form(),
})

export const changeValidator = vine.create({
  name: vine.string().trim().maxLength(120).optional(),
  credentials: form(),
  settings: form(),
})
