import vine from '@vinejs/vine'
import { BACKFILL_DIRECTIONS } from './backfill.ts'
import { LOG_GROUPS } from './log_list.ts'
import { DIRECTIONS, RULES } from './mapping.ts'
import { ACTIVITIES } from './sync.ts'

const row = () =>
  vine.object({
    field: vine.string().maxLength(80),
    crmField: vine.string().maxLength(190),
    direction: vine.enum(DIRECTIONS),
    rule: vine.enum(RULES).optional(),
  })

export const mappingValidator = vine.create({ mapping: vine.array(row()).maxLength(200) })

export const previewValidator = vine.create({
  mapping: vine.array(row()).maxLength(200),
  contact: vine.string().maxLength(32),
})

export const switchValidator = vine.create({
  on: vine.boolean().optional(),
  activities: vine.enum(ACTIVITIES).optional(),
})

export const backfillValidator = vine.create({ direction: vine.enum(BACKFILL_DIRECTIONS) })

export const holdValidator = vine.create({ state: vine.enum(['running', 'paused'] as const) })

export const logValidator = vine.create({
  outcome: vine.enum(LOG_GROUPS).optional(),
  q: vine.string().trim().maxLength(120).optional(),
  contact: vine.string().maxLength(32).optional(),
  before: vine.string().maxLength(40).optional(),
})
