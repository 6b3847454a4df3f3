import { asObject, asText, defineAction, handOver, OutcomeUnknown } from '#sdk/index'
import type { Context } from '#sdk/index'
import { triggerZap as manifest } from '../manifest_actions.ts'

interface Input {
  url: string
  data: Record<string, unknown>
}

/**
 * Zapier knows no idempotency keys and does not compare what comes to a catch hook, so this is never repeated.
 * https://help.zapier.com/hc/en-us/articles/8496288690317
 */
export const triggerZap = defineAction<Input, { requestId: string }>({
  ...manifest,

  async run(context: Context, input) {
    const { answer } = await handOver(context, 'Zapier', input)
    const requestId = requestIdIn(answer)
    if (requestId === null) throw new OutcomeUnknown('Zapier answered without the id of the request')
    return { requestId }
  },
})

/** `{ "id": "…", "request_id": "…", "status": "success" }`. */
function requestIdIn(answer: string): string | null {
  try {
    const body = asObject(JSON.parse(answer))
    return asText(body?.request_id) ?? asText(body?.id)
  } catch {
    return null
  }
}
