import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { NEXT } from '#app/pipelines/graph'
import { branch, defineStep } from '#app/pipelines/steps/step'
import type { Preparation, StepContext } from '#app/pipelines/steps/step'
import { asData, DATA_RULE } from '../data_text.ts'
import { asking, cameBack, connectionReference, contactOf, modelFields, textOf } from './asking.ts'

const THRESHOLD = 0.6

const schema = vine.create({
  /** What is read: `{{ event.text }}`, `{{ event.values.message }}`. */
  text: vine.string().minLength(1).maxLength(4000),
  intents: vine
    .array(
      vine.object({
        name: vine.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
        description: vine.string().maxLength(300).optional(),
        examples: vine.array(vine.string().maxLength(200)).maxLength(10).optional(),
      })
    )
    .minLength(1)
    .maxLength(30)
    .distinct('name'),
  /** Below it the step leaves by `unsure`. */
  threshold: vine.number().min(0).max(1).optional(),
  ...modelFields(),
})

type Config = Infer<typeof schema>

export const classify = defineStep<Config>({
  type: 'classify',
  title: 'Understand a message',
  schema,
  branches: () => [{ name: NEXT }, { name: 'unsure', orNext: true }, { name: 'failed' }],
  texts: ({ text }) => [{ field: 'text', text }],
  references: connectionReference,
  outputs: () => ['intent', 'confidence', 'sure', 'sentiment', 'language', 'model'],

  async call(context) {
    const text = await textOf(context)
    return typeof text === 'string' ? prepare(context, text) : text
  },

  async run(context) {
    const back = cameBack(context)
    if ('result' in back) return back.result
    const sure = Number(back.output.confidence) >= (context.config.threshold ?? THRESHOLD)
    return { next: branch(sure ? NEXT : 'unsure'), output: { ...back.output, sure } }
  },
})

async function prepare(context: StepContext<Config>, text: string): Promise<Preparation> {
  const { intents } = context.config
  return {
    ok: true,
    call: asking(context, {
      input: { intents: intents.map(({ name }) => name), characters: text.length },
      question: {
        purpose: 'classify',
        contactId: await contactOf(context),
        conversation: [
          { role: 'system', text: SYSTEM },
          { role: 'user', text: asData(text) },
        ],
        output: { name: 'message', schema: answerSchema(intents) },
        maxTokens: 300,
      },
      read: ({ output }) => output as Record<string, unknown>,
    }),
  }
}

const SYSTEM = [
  'You sort messages that customers send to a business.',
  'Choose the one intent that fits best. Say honestly how sure you are, from 0 to 1: below 0.5 means a guess.',
  DATA_RULE,
].join('\n')

function answerSchema(intents: Config['intents']) {
  const lines = intents.map(({ name, description, examples = [] }) => {
    const such = examples.length > 0 ? `; for example: ${examples.join(' / ')}` : ''
    return `- ${name}: ${description ?? name.replaceAll('_', ' ')}${such}`
  })
  return {
    type: 'object',
    properties: {
      intent: {
        type: 'string',
        enum: intents.map(({ name }) => name),
        description: ['What the customer wants. One of:', ...lines].join('\n'),
      },
      confidence: { type: 'number', minimum: 0, maximum: 1, description: 'How sure the intent is, 0 to 1' },
      sentiment: { type: 'string', enum: ['positive', 'neutral', 'negative'] },
      language: { type: 'string', description: 'ISO 639-1 code of the language the message is written in' },
    },
    required: ['intent', 'confidence', 'sentiment', 'language'],
    additionalProperties: false,
  }
}
