import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { NEXT } from '#app/pipelines/graph'
import { branch, defineStep } from '#app/pipelines/steps/step'
import type { Effect, StepContext } from '#app/pipelines/steps/step'
import { asData, DATA_RULE } from '../data_text.ts'
import { asking, cameBack, connectionReference, contactOf, modelFields, textOf } from './asking.ts'
import { FIELD_TYPES, schemaOf, tidy } from './field_types.ts'

const schema = vine.create({
  text: vine.string().minLength(1).maxLength(4000),
  fields: vine
    .array(
      vine.object({
        name: vine.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
        type: vine.enum(FIELD_TYPES),
        /** What it is, for the model. */
        description: vine.string().maxLength(300).optional(),
        choices: vine.array(vine.string().maxLength(60)).maxLength(30).optional().requiredWhen('type', '=', 'choice'),
        /** Without it the step leaves by `incomplete`. */
        required: vine.boolean().optional(),
        /** A contact field that takes it: what is found replaces what stood there. */
        contact_field: vine.string().maxLength(60).optional(),
      })
    )
    .minLength(1)
    .maxLength(20)
    .distinct('name'),
  ...modelFields(),
})

type Config = Infer<typeof schema>

export const extractFields = defineStep<Config>({
  type: 'extract_fields',
  title: 'Find details in a text',
  schema,
  branches: () => [{ name: NEXT }, { name: 'incomplete', orNext: true }, { name: 'failed' }],
  texts: ({ text }) => [{ field: 'text', text }],
  references: (config) => [
    ...connectionReference(config),
    ...config.fields.flatMap(({ contact_field: name }, index) =>
      name ? [{ kind: 'field' as const, field: `fields.${index}.contact_field`, name }] : []
    ),
  ],
  outputs: ({ fields }) => [...fields.map(({ name }) => name), 'missing', 'model'],

  async call(context) {
    const text = await textOf(context)
    if (typeof text !== 'string') return text
    const { fields } = context.config
    return {
      ok: true,
      call: asking(context, {
        input: { fields: fields.map(({ name }) => name), characters: text.length },
        question: {
          purpose: 'extract',
          contactId: await contactOf(context),
          conversation: [
            { role: 'system', text: SYSTEM },
            { role: 'user', text: asData(text) },
          ],
          output: { name: 'details', schema: answerSchema(fields) },
          maxTokens: 800,
        },
        read: ({ output }) => read(fields, output as Record<string, unknown>),
      }),
    }
  },

  async run(context) {
    const back = cameBack(context)
    if ('result' in back) return back.result
    const missing = back.output.missing as string[]
    const isWhole = !context.config.fields.some(({ name, required }) => required && missing.includes(name))
    return {
      next: branch(isWhole ? NEXT : 'incomplete'),
      effects: effectsOf(context, back.output),
      output: back.output,
    }
  },
})

const SYSTEM = [
  'You find details in messages that customers send to a business.',
  'Take only what the text says. What it does not say is null: never guess and never make anything up.',
  'Marks such as [EMAIL_1] or [PHONE_1] stand for real addresses and numbers: copy them as they are.',
  DATA_RULE,
].join('\n')

const answerSchema = (fields: Config['fields']) => ({
  type: 'object',
  properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
  required: fields.map(({ name }) => name),
  additionalProperties: false,
})

/** A value that is not of its field's form counts as not found. */
function read(fields: Config['fields'], output: Record<string, unknown>): Record<string, unknown> {
  const found = Object.fromEntries(fields.map(({ name, type }) => [name, tidy(type, output[name])]))
  return { ...found, missing: fields.map(({ name }) => name).filter((name) => found[name] === null) }
}

const effectsOf = ({ config }: StepContext<Config>, found: Record<string, unknown>): Effect[] =>
  config.fields.flatMap(({ name, contact_field: field }): Effect[] =>
    field && found[name] !== null ? [{ kind: 'field', name: field, value: found[name] }] : []
  )
