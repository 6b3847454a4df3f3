import { defineAction, handOver, Temporary } from '#sdk/index'
import type { Context } from '#sdk/index'
import { runScenario as manifest } from '../manifest_actions.ts'

interface Input {
  url: string
  data: Record<string, unknown>
}

const KEPT = 4000

/**
 * A custom webhook knows no idempotency keys, so this is never repeated where the outcome is unknown. A full queue
 * (400) has taken nothing. https://help.make.com/webhooks
 */
export const runScenario = defineAction<Input, { answer: string }>({
  ...manifest,

  async run(context: Context, input) {
    try {
      const { answer } = await handOver(context, 'Make', input)
      return { answer: answer.slice(0, KEPT) }
    } catch (error) {
      throw isQueueFull(error) ? new Temporary('Make’s queue for this webhook is full', { status: 400 }) : error
    }
  },
})

const isQueueFull = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 400
