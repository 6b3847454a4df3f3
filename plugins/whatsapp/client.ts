import { failureOfStatus, jsonAnswer, retryAfterOf } from '#sdk/index'
import type { Context, RequestOptions } from '#sdk/index'
import { failureOf } from './errors.ts'
import type { GraphError } from './errors.ts'

export interface Credentials extends Record<string, unknown> {
  accessToken: string
  appSecret?: string
  verifyToken?: string
}

export interface Settings extends Record<string, unknown> {
  phoneNumberId: string
  businessAccountId: string
  graphVersion?: string
}

export type WhatsAppContext = Context<Credentials, Settings>

export const DEFAULT_VERSION = 'v26.0'
const ORIGIN = 'https://graph.facebook.com'
const MINUTE = 60_000

export interface GraphRequest {
  method?: 'GET' | 'POST' | 'DELETE'
  query?: Record<string, string>
  /** Sent as JSON; a `FormData` as it is. */
  body?: object
  retry?: boolean
  timeout?: number
  /** Which try this is, for waits that grow. */
  attempt?: number
  /**
   * The call changes the world and has no key: an answer that is not Meta's own (a gateway's 502) then says nothing
   * about whether it happened.
   */
  once?: boolean
}

export async function graph<T>(context: WhatsAppContext, path: string, request: GraphRequest = {}): Promise<T> {
  const { method = 'GET', query = {}, body } = request
  const url = new URL(`${ORIGIN}/${context.settings.graphVersion ?? DEFAULT_VERSION}/${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)

  const options: RequestOptions = { method, headers: authorization(context) }
  if (request.retry !== undefined) options.retry = request.retry
  if (request.timeout) options.timeout = request.timeout
  if (body instanceof FormData) options.body = body
  else if (body) {
    options.body = JSON.stringify(body)
    options.headers = { ...authorization(context), 'content-type': 'application/json' }
  }
  return read<T>(await context.http.fetch(url, options), request)
}

export const authorization = ({ credentials }: WhatsAppContext) => ({
  authorization: `Bearer ${credentials.accessToken}`,
})

async function read<T>(response: Response, request: GraphRequest): Promise<T> {
  const answer = await jsonAnswer(response)
  if (response.ok && answer) return answer as T

  const error = (answer as { error?: GraphError } | null)?.error
  if (typeof error?.code === 'number')
    throw failureOf(error, response.status, { wait: quotaWait(response), attempt: request.attempt })
  throw failureOfStatus(response, { vendor: 'WhatsApp', once: request.once })
}

/** Over its hourly quota Meta says in a header after how many minutes calls are taken again. */
function quotaWait(response: Response): number | null {
  const usage = response.headers.get('x-business-use-case-usage')
  const minutes = [...(usage ?? '').matchAll(/"estimated_time_to_regain_access":\s*(\d+)/g)].map((match) =>
    Number(match[1])
  )
  const longest = Math.max(0, ...minutes)
  return longest > 0 ? longest * MINUTE : retryAfterOf(response)
}
