import vine from '@vinejs/vine'
import { DURATION } from './durations.ts'
import { PIPELINE_KINDS, SCOPES } from './graph.ts'

const id = () => vine.string().regex(/^[a-z][a-z0-9_]{0,59}$/)
const eventTypes = () =>
  vine
    .array(
      vine
        .string()
        .regex(/^[\w-]+(\.[\w-]+)+$/)
        .maxLength(120)
    )
    .maxLength(20)
const condition = () => vine.any().optional()

/** The shape alone; whether the parts fit together is asked afterwards (`validation.ts`). */
export const graphShape = vine.create({
  kind: vine.enum(PIPELINE_KINDS),
  trigger: vine.object({
    events: eventTypes().minLength(1),
    where: condition(),
    fresh_for: vine.string().regex(DURATION).optional(),
  }),
  entry: vine.object({
    rule: vine.enum(['once', 'every_days', 'always'] as const),
    days: vine.number().withoutDecimals().min(1).max(3650).optional().requiredWhen('rule', '=', 'every_days'),
    field: vine
      .string()
      .regex(/^[a-z_][\w.]*$/)
      .optional(),
    who: condition(),
  }),
  exits: vine
    .array(
      vine.object({
        id: id(),
        name: vine.string().maxLength(120).optional(),
        events: eventTypes().minLength(1),
        scope: vine.enum(SCOPES),
        where: condition(),
      })
    )
    .maxLength(20),
  goal: vine.object({ events: eventTypes().minLength(1), scope: vine.enum(SCOPES), where: condition() }).nullable(),
  priority: vine.number().withoutDecimals().min(-100).max(100),
  nodes: vine
    .array(
      vine.object({
        id: id(),
        type: vine.string().maxLength(40),
        name: vine.string().minLength(1).maxLength(120),
        config: vine.object({}).allowUnknownProperties(),
      })
    )
    .maxLength(200),
  edges: vine
    .array(vine.object({ from: id(), branch: vine.string().regex(/^[a-z][a-z0-9_]{0,59}$/), to: id() }))
    .maxLength(1000),
})
