import {
  AuthenticationExpired,
  NotFound,
  OutcomeUnknown,
  Permanent,
  PermissionMissing,
  RateLimited,
  Temporary,
} from '#sdk/index'
import type { ConnectorError, Context, RequestOptions } from '#sdk/index'
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

export async function graph<T>(
  context: WhatsAppContext,
  path: string,
  request: GraphRequest = {}
): Promise<T> {
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
  const answer = await bodyOf(response)
  if (response.ok && answer) return answer as T

  const error = (answer as { error?: GraphError } | null)?.error
  if (typeof error?.code === 'number')
    throw failureOf(error, response.status, { wait: quotaWait(response), attempt: request.attempt })
  throw withoutCode(response, request.once ?? false)
}

/** Null for what is no JSON object: a proxy's page, or an answer cut off on the way. */
async function bodyOf(response: Response): Promise<object | null> {
  try {
    const value: unknown = JSON.parse(await response.text())
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

function withoutCode(response: Response, once: boolean): ConnectorError {
  const { status } = response
  const message = `WhatsApp answered ${status} without a code`
  if (status === 429) return new RateLimited(message, { status, retryAfter: retryAfter(response) ?? MINUTE })
  if (status === 401) return new AuthenticationExpired(message, { status })
  if (status === 403) return new PermissionMissing(message, { status })
  if (status === 404) return new NotFound(message, { status })
  if (status >= 400 && status < 500 && status !== 408) return new Permanent(message, { status })
  return once ? new OutcomeUnknown(message, { status }) : new Temporary(message, { status })
}

function retryAfter({ headers }: Response): number | null {
  const seconds = Number(headers.get('retry-after'))
  return seconds > 0 ? seconds * 1000 : null
}

/** Over its hourly quota Meta says in a header after how many minutes calls are taken again. */
function quotaWait(response: Response): number | null {
  const usage = response.headers.get('x-business-use-case-usage')
  const minutes = [...(usage ?? '').matchAll(/"estimated_time_to_regain_access":\s*(\d+)/g)].map((match) =>
    Number(match[1])
  )
  const longest = Math.max(0, ...minutes)
  return longest > 0 ? longest * MINUTE : retryAfter(response)
}
