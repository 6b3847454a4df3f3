import { asText, AuthenticationExpired, defineAction, failureOfStatus, InvalidInput, standardHeaders } from '#sdk/index'
import type { Context } from '#sdk/index'
import { sendWebhook as manifest } from '../manifest_actions.ts'

interface Input {
  url: string
  type: string
  data: Record<string, unknown>
}

const KEPT = 4000

export const sendWebhook = defineAction<Input, { status: number; answer: string }>({
  ...manifest,

  async run(context: Context, { url, type, data }) {
    const secret = asText(context.credentials.signingSecret)
    if (secret === null) throw new AuthenticationExpired('The signing secret is missing')
    const at = context.machineNow()
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
    const id = context.idempotencyKey ?? `${context.connectionId}:${at}`
    const response = await context.http.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...standardHeaders(secret, { id, at, body }) },
      body,
      userUrl: true,
      retry: false,
    })
    if (response.status >= 300 && response.status < 400)
      throw new InvalidInput('The receiver sends on to another address', { field: 'url', status: response.status })
    if (!response.ok) throw failureOfStatus(response, { vendor: 'The receiver' })
    return { status: response.status, answer: (await response.text()).slice(0, KEPT) }
  },
})
