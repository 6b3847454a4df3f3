import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { DURATION, milliseconds } from '#app/pipelines/durations'
import { NEXT } from '#app/pipelines/graph'
import { branch, defineStep, failure } from '#app/pipelines/steps/step'
import type { Preparation, Result, StepContext } from '#app/pipelines/steps/step'
import { asking, cameBack, connectionReference, contactOf, modelFields, textOf } from './asking.ts'
import { conversationFor, languageFor, TONES } from './reply_prompt.ts'
import { strangeLink } from './reply_links.ts'

const TIMEOUT = '24h'
const LONGEST = 1000

export const ASK_FOR_APPROVAL = 'ai_approval'
export const LET_APPROVAL_EXPIRE = 'ai_approval_expired'

const schema = vine.create({
  /** What the customer wrote. */
  text: vine.string().minLength(1).maxLength(4000),
  /** What to write, in the words of the team. Nothing is filled in here: what customers say must not give orders. */
  instruction: vine.string().minLength(1).maxLength(4000),
  /** What is known and may be used, filled in: `Customer name: {{ contact.first_name }}`. */
  facts: vine.string().maxLength(4000).optional(),
  tone: vine.enum(TONES).optional(),
  /** `contact` (default): the contact's, else the text's; or a code such as `it`. */
  language: vine
    .string()
    .regex(/^(contact|[a-z]{2,3}([-_][A-Za-z]{2,4})?)$/)
    .optional(),
  max_length: vine.number().withoutDecimals().min(40).max(4096).optional(),
  mode: vine.enum(['direct', 'approval'] as const),
  /** How long the team has to decide. */
  timeout: vine.string().regex(DURATION).optional(),
  ...modelFields(),
})

export type ReplyConfig = Infer<typeof schema>

export const writeReply = defineStep<ReplyConfig>({
  type: 'write_reply',
  title: 'Write a reply',
  schema,
  branches: ({ mode }) =>
    mode === 'direct'
      ? [{ name: NEXT }, { name: 'failed' }]
      : [{ name: NEXT }, { name: 'rejected' }, { name: 'timeout' }, { name: 'failed' }],
  rests: ({ mode }) => mode === 'approval',
  texts: ({ text, facts }) => [{ field: 'text', text }, ...(facts ? [{ field: 'facts', text: facts }] : [])],
  references: connectionReference,
  outputs: () => ['text', 'proposed', 'edited', 'language', 'decision', 'model'],
  call: (context) => prepare(context),

  async run(context) {
    const { wake } = context
    if (wake?.kind === 'decided') return decided(wake.output)
    if (wake?.kind === 'due' || wake?.kind === 'skipped') return expired(context)
    const back = cameBack(context)
    if ('result' in back) return back.result
    return context.config.mode === 'direct' ? direct(context, back.output) : propose(context, back.output)
  },
})

async function prepare(context: StepContext<ReplyConfig>): Promise<Preparation> {
  const text = await textOf(context)
  if (typeof text !== 'string') return text
  const facts = await context.text(context.config.facts ?? '', 'empty')
  if (!facts.ok) return facts
  const language = await languageFor(context)
  return {
    ok: true,
    call: asking(context, {
      input: { mode: context.config.mode, language, characters: text.length },
      question: {
        purpose: 'reply',
        contactId: await contactOf(context),
        conversation: await conversationFor(context, { text, facts: facts.text, language }),
        maxTokens: Math.ceil((context.config.max_length ?? LONGEST) / 2) + 100,
      },
      read: (answer) => ({
        text: answer.text.trim().slice(0, context.config.max_length ?? LONGEST),
        language,
        customer_text: text,
      }),
    }),
  }
}

/** Nobody reads it before the customer does, so a link that nobody wrote must not be in it. */
function direct({ config }: StepContext<ReplyConfig>, { text, language, model }: Record<string, unknown>): Result {
  const link = strangeLink(String(text), config)
  if (link) return failure('ai_link_not_allowed', { host: link })
  return { next: branch(NEXT), output: { text, proposed: text, edited: false, language, decision: 'direct', model } }
}

function propose({ config, now }: StepContext<ReplyConfig>, output: Record<string, unknown>): Result {
  const expiresAt = now + milliseconds(config.timeout ?? TIMEOUT)
  return {
    next: { kind: 'wait', until: expiresAt },
    effects: [{ kind: 'other', name: ASK_FOR_APPROVAL, data: { ...output, expiresAt } }],
  }
}

const decided = (output: Record<string, unknown>): Result => ({
  next: branch(output.decision === 'rejected' ? 'rejected' : NEXT),
  output,
})

function expired({ wake }: StepContext<ReplyConfig>): Result {
  return {
    next: branch('timeout'),
    effects: [{ kind: 'other', name: LET_APPROVAL_EXPIRE, data: {} }],
    output: { decision: 'expired', text: null },
    ...(wake?.kind === 'skipped' ? { state: 'skipped' as const } : {}),
  }
}
