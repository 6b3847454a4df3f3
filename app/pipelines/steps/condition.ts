import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { comparisonsIn, holds, valueAt } from '../conditions.ts'
import type { Condition } from '../conditions.ts'
import { branch, defineStep } from './step.ts'

const schema = vine.create({
  branches: vine
    .array(
      vine.object({
        name: vine.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
        title: vine.string().maxLength(60).optional(),
        where: vine.any(),
      })
    )
    .minLength(1)
    .maxLength(20)
    .distinct('name'),
})

type Config = Infer<typeof schema>

const whereOf = (each: Config['branches'][number]) => each.where as Condition

export const condition = defineStep<Config>({
  type: 'condition',
  title: 'Choose a way',
  schema,
  branches: (config) => [
    ...config.branches.map(({ name }) => ({ name, required: true })),
    { name: 'else', required: true },
  ],
  conditions: (config) =>
    config.branches.map((each, index) => ({ field: `branches.${index}.where`, condition: whereOf(each) })),
  outputs: () => ['branch'],

  async run({ config, values }) {
    const known = await values()
    const taken = config.branches.find((each) => holds(whereOf(each), known))
    const looked = config.branches
      .flatMap((each) => comparisonsIn(whereOf(each)))
      .map(({ path }) => [path, valueAt(known, path) ?? null])
    return {
      next: branch(taken?.name ?? 'else'),
      input: Object.fromEntries(looked),
      output: { branch: taken?.name ?? 'else' },
    }
  },
})
