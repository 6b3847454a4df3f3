import vine from '@vinejs/vine'
import { CONVERSION_KINDS, SOURCE_TYPES } from './kinds.ts'

/** Custom names are allowed on the web; what a chat may carry is a short list of the vendor’s (`setup.ts`). */
const eventName = () =>
  vine
    .string()
    .trim()
    .regex(/^[A-Za-z][A-Za-z0-9_ ]{0,49}$/)
    .nullable()

/** One line of the table as a person may edit it. */
export const mappingValidator = vine.create({
  eventType: vine.enum(SOURCE_TYPES),
  kind: vine.enum(CONVERSION_KINDS),
  websiteName: eventName(),
  messagingName: eventName(),
  enabled: vine.boolean(),
})

export const datasetValidator = vine.create({
  path: vine.enum(['website', 'business_messaging'] as const),
  connectionId: vine.string().maxLength(32),
})

export const testEventValidator = vine.create({
  connectionId: vine.string().maxLength(32),
  testCode: vine
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{3,60}$/),
  eventName: vine.string().trim().maxLength(50),
  path: vine.enum(['website', 'business_messaging'] as const),
})

export const filterValidator = vine.create({
  kind: vine.string().optional(),
  state: vine.string().optional(),
  before: vine.string().maxLength(80).optional(),
  days: vine.number().withoutDecimals().min(1).max(366).optional(),
})
