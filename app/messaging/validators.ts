import vine from '@vinejs/vine'
import { MESSAGE_STATES } from './message.ts'
import { MESSAGE_GROUPS } from './message_list.ts'

const word = () => vine.string().trim().maxLength(64).optional()

export const messageFilterValidator = vine.create({
  group: vine.enum(Object.keys(MESSAGE_GROUPS)).optional(),
  state: vine.enum(MESSAGE_STATES).optional(),
  contact: word(),
  template: word(),
  before: word(),
})
