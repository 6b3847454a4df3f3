import vine from '@vinejs/vine'
import { defineStep } from './step.ts'

const schema = vine.create({})

export const end = defineStep({
  type: 'end',
  title: 'End',
  schema,
  branches: () => [],
  run: async () => ({ next: { kind: 'end' } }),
})
