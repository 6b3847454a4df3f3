import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import type { Condition } from '../conditions.ts'
import { DURATION, milliseconds } from '../durations.ts'
import { NEXT, SCOPES } from '../graph.ts'
import { nextTime } from '../calendar.ts'
import { branch, defineStep } from './step.ts'
import type { Result, Wake } from './step.ts'

const schema = vine.create({
  mode: vine.enum(['duration', 'until_time', 'event', 'reply'] as const),
  duration: vine.string().regex(DURATION).optional().requiredWhen('mode', '=', 'duration'),
  time: vine
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional()
    .requiredWhen('mode', '=', 'until_time'),
  /** 0: the next time it is that hour; 1: tomorrow's, and so on. */
  days_ahead: vine.number().withoutDecimals().min(0).max(365).optional(),
  /** 1 is Monday. */
  weekdays: vine.array(vine.number().withoutDecimals().min(1).max(7)).minLength(1).optional(),
  zone: vine.enum(['contact', 'workspace'] as const).optional(),
  events: vine.array(vine.string().maxLength(120)).minLength(1).optional().requiredWhen('mode', '=', 'event'),
  scope: vine.enum(SCOPES).optional(),
  where: vine.any().optional(),
  timeout: vine.string().regex(DURATION).optional().requiredWhen('mode', 'in', ['event', 'reply']),
})

type Config = Infer<typeof schema>

const forEvent = ({ mode }: Config) => mode === 'event' || mode === 'reply'
const typesOf = (config: Config) =>
  config.mode === 'reply' ? ['message.received', 'message.button_clicked'] : (config.events ?? [])

export const wait = defineStep<Config>({
  type: 'wait',
  title: 'Wait',
  schema,
  branches: (config) =>
    forEvent(config)
      ? [
          { name: config.mode, required: true },
          { name: 'timeout', required: true },
        ]
      : [{ name: NEXT }],
  rests: () => true,
  conditions: ({ where }) => (where ? [{ field: 'where', condition: where as Condition }] : []),
  listensTo: (config) => (forEvent(config) ? typesOf(config) : []),
  outputs: (config) => (config.mode === 'reply' ? ['ended_by', 'text', 'choice', 'event'] : ['ended_by', 'event']),

  async run({ config, wake, now, zone }) {
    if (wake) return ended(config, wake)
    if (config.mode === 'duration')
      return { next: { kind: 'wait', until: now + milliseconds(config.duration ?? '0s') } }
    if (config.mode === 'until_time') {
      const place = await zone(config.zone ?? 'contact')
      const until = nextTime(now, {
        time: config.time ?? '00:00',
        daysAhead: config.days_ahead ?? 0,
        weekdays: config.weekdays ?? null,
        zone: place,
      })
      return { next: { kind: 'wait', until }, input: { zone: place } }
    }
    const wish = {
      types: typesOf(config),
      scope: config.mode === 'reply' ? ('contact' as const) : (config.scope ?? 'contact'),
      where: config.where as Condition | undefined,
    }
    return { next: { kind: 'wait', until: now + milliseconds(config.timeout ?? '0s'), wish } }
  },
})

function ended(config: Config, wake: Wake): Result {
  if (wake.kind === 'event') {
    const { payload } = wake
    const text = config.mode === 'reply' ? { text: payload.text ?? null, choice: payload.choice_id ?? null } : {}
    return {
      next: branch(config.mode),
      output: { ended_by: 'event', event: { id: wake.eventId, type: wake.type }, ...text },
    }
  }
  const output = { ended_by: wake.kind === 'skipped' ? 'person' : 'time' }
  return {
    next: branch(forEvent(config) ? 'timeout' : NEXT),
    output,
    ...(wake.kind === 'skipped' ? { state: 'skipped' as const } : {}),
  }
}
