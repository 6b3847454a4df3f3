import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import type { InsteadOf } from '#app/messaging/message'
import type { DraftContent } from '#app/templates/content'
import type { Purpose } from '#sdk/index'
import { counted, DURATION, milliseconds } from '../durations.ts'
import { NEXT, purposeOf } from '../graph.ts'
import type { Graph } from '../graph.ts'
import { branch, defineStep } from './step.ts'
import type { Result, StepContext, StepState, Wake } from './step.ts'

const PURPOSES = ['authentication', 'transactional', 'service', 'marketing'] as const

const schema = vine.create({
  purpose: vine.enum(PURPOSES).optional(),
  /** Tried one after the other: the next when the one before was refused, failed for certain, or did not arrive in time. */
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
        /** Not delivered so long after it was accepted: the next one is tried. */
        delivered_within: vine.string().regex(DURATION).optional(),
      })
    )
    .minLength(1)
    .maxLength(5),
  /** Later than this it is not worth sending any more. */
  send_within: vine.string().regex(DURATION).optional(),
})

type Config = Infer<typeof schema>
type Leg = Config['legs'][number]
type Heard = Extract<Wake, { kind: 'message' }>

const DELIVERY_EVENTS = ['message.delivered', 'message.read', 'message.failed']
const ARRIVED = ['delivered', 'read']

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
  rests: ({ legs }) => legs.some(({ delivered_within: within }) => within),
  listensTo: ({ legs }) => (legs.some(({ delivered_within: within }) => within) ? DELIVERY_EVENTS : []),
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
    const { wake } = context
    if (wake?.kind === 'skipped') return { next: branch(NEXT), state: 'skipped' }
    if (wake?.kind === 'message') return heardOf(context, wake)
    return wake ? waitedFor(context, wake) : tryLeg(context, 0)
  },
})

/** The message was accepted, or was not. */
function heardOf(context: StepContext<Config>, heard: Heard): Result {
  const [name] = fortune(heard.state)
  const { legs } = context.config
  const more = heard.leg + 1 < legs.length
  if (more && (name === 'refused' || name === 'failed')) return tryLeg(context, heard.leg + 1, because(heard))
  const within = more && !ARRIVED.includes(heard.state) ? legs[heard.leg].delivered_within : undefined
  return within ? awaitDelivery(heard.messageId, context.now + milliseconds(within)) : ended(heard)
}

/** A wish about this message alone. What an unknown one comes to may be told by a status, too. */
const awaitDelivery = (messageId: string, until: number): Result => ({
  next: { kind: 'wait', until, wish: { types: DELIVERY_EVENTS, scope: 'contact', about: `message:${messageId}` } },
})

/**
 * A status came, or the time is over. The message itself is asked either way: a status that was told before anybody
 * listened must not lead to a second message, nor the failure of an earlier try.
 */
async function waitedFor(context: StepContext<Config>, wake: Wake): Promise<Result> {
  const message = await context.message()
  if (!message) return tryLeg(context, 0)
  const { id, leg, state, code, params, since } = message
  const heard: Heard = { kind: 'message', messageId: id, leg, state, code, params }
  if (ARRIVED.includes(state)) return ended(heard)
  const within = context.config.legs[leg].delivered_within ?? '0s'
  const onItsWay = ['sent', 'unknown'].includes(fortune(state)[0])
  if (!onItsWay) return tryLeg(context, leg + 1, because(heard))
  return wake.kind === 'due'
    ? tryLeg(context, leg + 1, late(id, within))
    : awaitDelivery(id, since + milliseconds(within))
}

/** Why the message before was not enough: its own reason, or that it is not known to have arrived. */
const because = ({ messageId, state, code, params }: Heard): InsteadOf => ({ messageId, code: code ?? state, params })

const late = (messageId: string, within: string): InsteadOf => ({
  messageId,
  code: 'not_delivered_in_time',
  params: counted(within),
})

function tryLeg({ config, graph, now }: StepContext<Config>, leg: number, insteadOf?: InsteadOf): Result {
  const { template, connection, medium } = config.legs[leg]
  const draft = {
    purpose: purposeIn(config, graph) ?? 'marketing',
    connectionId: connection ?? null,
    ...(medium ? { medium } : {}),
    ...(template ? { template } : { content: contentOf(config.legs[leg]) }),
    ...(insteadOf ? { insteadOf } : {}),
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

function ended({ messageId, leg, code, params, state }: Heard): Result {
  const [name, how] = fortune(state)
  return {
    next: branch(name),
    state: how,
    output: { message_id: messageId, state, leg },
    ...(code && how !== 'done' ? { code, params: params ?? {} } : {}),
  }
}
