import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import type { DraftContent } from '#app/templates/content'
import type { Purpose } from '#sdk/index'
import { DURATION, milliseconds } from '../durations.ts'
import { NEXT, purposeOf } from '../graph.ts'
import type { Graph } from '../graph.ts'
import { branch, defineStep } from './step.ts'
import type { Result, StepContext, StepState, Wake } from './step.ts'

const PURPOSES = ['authentication', 'transactional', 'service', 'marketing'] as const

const schema = vine.create({
  purpose: vine.enum(PURPOSES).optional(),
  /** Tried one after the other: the next when the one before was refused or failed for certain. */
  legs: vine
    .array(
      vine.object({
        template: vine.string().maxLength(190).optional(),
        text: vine.string().maxLength(4096).optional().requiredIfMissing('template'),
        buttons: vine
          .array(
            vine.object({
              kind: vine.enum(['reply', 'url'] as const),
              title: vine.string().minLength(1).maxLength(40),
              id: vine.string().maxLength(120).optional().requiredWhen('kind', '=', 'reply'),
              url: vine.string().maxLength(2000).optional().requiredWhen('kind', '=', 'url'),
              tracked: vine.boolean().optional(),
            })
          )
          .maxLength(10)
          .optional(),
        connection: vine.string().maxLength(32).optional(),
        medium: vine.enum(['whatsapp', 'sms', 'email'] as const).optional(),
      })
    )
    .minLength(1)
    .maxLength(5),
  /** Later than this it is not worth sending any more. */
  send_within: vine.string().regex(DURATION).optional(),
})

type Config = Infer<typeof schema>
type Leg = Config['legs'][number]

const purposeIn = (config: Config, graph: Graph): Purpose | null => config.purpose ?? purposeOf(graph.kind)

export const sendMessage = defineStep<Config>({
  type: 'send_message',
  title: 'Send a message',
  schema,
  branches: () => [
    { name: NEXT },
    { name: 'sent', orNext: true },
    { name: 'refused', orNext: true },
    { name: 'failed', orNext: true },
    { name: 'unknown', orNext: true },
  ],
  outputs: () => ['message_id', 'state', 'leg'],
  texts: (config) =>
    config.legs.flatMap((leg, index) => [
      ...(leg.text ? [{ field: `legs.${index}.text`, text: leg.text }] : []),
      ...(leg.buttons ?? []).flatMap((button) =>
        button.url ? [{ field: `legs.${index}.buttons`, text: button.url }] : []
      ),
    ]),
  references: (config, graph) =>
    config.legs.flatMap((leg, index) => [
      ...(leg.template
        ? [
            {
              kind: 'template' as const,
              field: `legs.${index}.template`,
              name: leg.template,
              purpose: purposeIn(config, graph),
            },
          ]
        : []),
      ...(leg.connection
        ? [
            {
              kind: 'connection' as const,
              field: `legs.${index}.connection`,
              id: leg.connection,
              role: 'channel' as const,
            },
          ]
        : []),
    ]),

  async run(context) {
    const { wake, config } = context
    if (wake?.kind !== 'message')
      return wake?.kind === 'skipped' ? { next: branch(NEXT), state: 'skipped' } : tryLeg(context, 0)

    const [name, state] = fortune(wake.state)
    const more = wake.leg + 1 < config.legs.length
    return more && (name === 'refused' || name === 'failed') ? tryLeg(context, wake.leg + 1) : ended(wake, name, state)
  },
})

function tryLeg({ config, graph, now }: StepContext<Config>, leg: number): Result {
  const { template, connection, medium } = config.legs[leg]
  const draft = {
    purpose: purposeIn(config, graph) ?? 'marketing',
    connectionId: connection ?? null,
    ...(medium ? { medium } : {}),
    ...(template ? { template } : { content: contentOf(config.legs[leg]) }),
    ...(config.send_within ? { sendBefore: now + milliseconds(config.send_within) } : {}),
  }
  return { effects: [{ kind: 'message', draft, leg }], next: { kind: 'park' }, input: { leg, ...draft } }
}

function contentOf({ text, buttons = [] }: Leg): DraftContent {
  return {
    kind: 'text',
    text: text ?? '',
    buttons: buttons.map(({ kind, title, id, url, tracked }) =>
      kind === 'reply' ? { kind, id: id ?? title, title } : { kind, title, url: url ?? '', tracked: tracked ?? true }
    ),
  }
}

/** An unknown message may have arrived, so it is not followed by another one of the same content. */
function fortune(state: string): [name: string, state: StepState] {
  if (state === 'sent' || state === 'delivered' || state === 'read') return ['sent', 'done']
  if (state === 'unknown') return ['unknown', 'unknown']
  return state === 'failed' ? ['failed', 'failed'] : ['refused', 'refused']
}

const ended = (wake: Extract<Wake, { kind: 'message' }>, name: string, state: StepState): Result => ({
  next: branch(name),
  state,
  output: { message_id: wake.messageId, state: wake.state, leg: wake.leg },
  ...(wake.code && state !== 'done' ? { code: wake.code, params: wake.params ?? {} } : {}),
})
