import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { NEXT } from '../graph.ts'
import { branch, defineStep, failure } from './step.ts'
import type { StepType } from './step.ts'

const schema = vine.create({ tag: vine.string().trim().minLength(1).maxLength(120) })

type Config = Infer<typeof schema>

const tagStep = (change: 'add' | 'remove', title: string): StepType =>
  defineStep<Config>({
    type: `${change}_tag`,
    title,
    schema,
    branches: () => [{ name: NEXT }, { name: 'failed', orNext: true }],
    texts: ({ tag }) => [{ field: 'tag', text: tag }],
    async run({ config, text }) {
      const tag = await text(config.tag)
      if (!tag.ok) return failure(tag.code, tag.params)
      return { next: branch(NEXT), effects: [{ kind: 'tag', change, tag: tag.text }], input: { tag: tag.text } }
    },
  })

export const addTag = tagStep('add', 'Add a tag')
export const removeTag = tagStep('remove', 'Remove a tag')
