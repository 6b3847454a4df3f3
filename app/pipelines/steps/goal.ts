import vine from '@vinejs/vine'
import { NEXT } from '../graph.ts'
import { branch, defineStep } from './step.ts'

const schema = vine.create({})

export const goal = defineStep({
  type: 'goal',
  title: 'Goal reached',
  schema,
  branches: () => [{ name: NEXT }],
  run: async () => ({ next: branch(NEXT), effects: [{ kind: 'goal' }] }),
})
