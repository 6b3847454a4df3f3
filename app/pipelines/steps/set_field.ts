import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { NEXT } from '../graph.ts'
import { branch, defineStep, failure } from './step.ts'

const schema = vine.create({
  field: vine.string().minLength(1).maxLength(60),
  /** A text is filled in first; absent or null clears the field. */
  value: vine.any().optional(),
})

type Config = Infer<typeof schema>

export const setField = defineStep<Config>({
  type: 'set_field',
  title: 'Set a field',
  schema,
  branches: () => [{ name: NEXT }, { name: 'failed', orNext: true }],
  texts: ({ value }) => (typeof value === 'string' ? [{ field: 'value', text: value }] : []),
  references: ({ field }) => [{ kind: 'field', field: 'field', name: field }],
  outputs: () => ['value'],

  async run({ config, text }) {
    let value: unknown = config.value ?? null
    if (typeof value === 'string') {
      const filled = await text(value)
      if (!filled.ok) return failure(filled.code, filled.params)
      value = filled.text
    }
    return { next: branch(NEXT), effects: [{ kind: 'field', name: config.field, value }], output: { value } }
  },
})
