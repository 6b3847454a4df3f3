import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { NEXT } from '../graph.ts'
import { branch, defineStep, failure } from './step.ts'

const schema = vine.create({
  /** Each is filled in and kept as `steps.<node>.<name>`. */
  values: vine
    .array(vine.object({ name: vine.string().regex(/^[a-z][a-z0-9_]{0,59}$/), text: vine.string().maxLength(4096) }))
    .minLength(1)
    .maxLength(20)
    .distinct('name'),
})

type Config = Infer<typeof schema>

export const compute = defineStep<Config>({
  type: 'compute',
  title: 'Compute values',
  schema,
  branches: () => [{ name: NEXT }, { name: 'failed' }],
  texts: ({ values }) => values.map(({ text }, index) => ({ field: `values.${index}.text`, text })),
  outputs: ({ values }) => values.map(({ name }) => name),

  async run({ config, text }) {
    const output: Record<string, unknown> = {}
    for (const { name, text: source } of config.values) {
      const filled = await text(source)
      if (!filled.ok) return failure(filled.code, filled.params)
      output[name] = filled.text.trim()
    }
    return { next: branch(NEXT), output }
  },
})
