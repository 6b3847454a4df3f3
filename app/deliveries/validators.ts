import vine from '@vinejs/vine'
import { DELIVERY_STATES } from './delivery.ts'

export const deliveryListValidator = vine.create({
  state: vine.enum(DELIVERY_STATES).optional(),
  before: vine
    .string()
    .regex(/^dlv_[0-9a-z]{26}$/)
    .optional(),
})
