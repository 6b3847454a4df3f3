import {
  AuthenticationExpired,
  jsonAnswer,
  NotFound,
  OutcomeUnknown,
  Permanent,
  PermissionMissing,
  PolicyRefused,
  RateLimited,
  retryAfterOf,
  Temporary,
} from '#sdk/index'
import type { ConnectorError, ConnectorErrorOptions, Context, RequestOptions } from '#sdk/index'

export interface Credentials extends Record<string, unknown> {
  accessToken: string
}

export interface Settings extends Record<string, unknown> {
  datasetId: string
  graphVersion?: string
  limitedDataUse?: boolean
}

export type ConversionsContext = Context<Credentials, Settings>

export const DEFAULT_VERSION = 'v26.0'
const ORIGIN = 'https://graph.facebook.com'
const PATIENCE = 5 * 60_000

export interface GraphError {
  code?: number
  error_subcode?: number
  is_transient?: boolean
  message?: string
  error_user_title?: string
  fbtrace_id?: string
}

/** What Meta answered: taken, or refused for what was in the call (and only then may a smaller call fare better). */
export type Answer<T> = { ok: true; body: T } | { ok: false; error: GraphError }

/** Codes that pass by themselves. The event id makes a repeat harmless. */
const TRANSIENT = new Set([1, 2])
const TOO_FAST = new Set([4, 17, 32, 613, 80000, 80004])

export async function graph<T>(context: ConversionsContext, path: string, body?: object): Promise<Answer<T>> {
  const url = `${ORIGIN}/${context.settings.graphVersion ?? DEFAULT_VERSION}/${path}`
  const headers: Record<string, string> = { authorization: `Bearer ${context.credentials.accessToken}` }
  const options: RequestOptions = { headers }
  if (body) {
    headers['content-type'] = 'application/json'
    Object.assign(options, { method: 'POST', body: JSON.stringify(body), retry: false })
  }
  return read<T>(await answered(context, url, options))
}

/** Silence is no reason to give up here: Meta drops the second of two events with one id. */
async function answered(context: ConversionsContext, url: string, options: RequestOptions): Promise<Response> {
  try {
    return await context.http.fetch(url, options)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'E_OUTCOME_UNKNOWN') {
      throw new Temporary('Meta did not answer', { cause: error })
    }
    throw error
  }
}

async function read<T>(response: Response): Promise<Answer<T>> {
  const body = await jsonAnswer(response)
  if (response.ok && body) return { ok: true, body: body as T }

  const error = (body as { error?: GraphError } | null)?.error
  const failure = failureOf(error, response)
  if (failure) throw failure
  return { ok: false, error: error ?? {} }
}

type Failure = new (message: string, options: ConnectorErrorOptions) => ConnectorError

const isPermission = (code: number): boolean => [3, 10, 294].includes(code) || (code >= 200 && code <= 299)

/** Null for code 100 and its like: something in the call itself is wrong. */
function failureOf(error: GraphError | undefined, response: Response): ConnectorError | null {
  if (error?.code === undefined) return withoutCode(response)
  const { code, error_subcode: subcode } = error
  const message = `Meta refused (${code}${subcode ? `/${subcode}` : ''})`
  const options = { status: response.status, vendorCode: String(code) }
  if (code === 368) return new PolicyRefused(message, { ...options, policy: 'account_blocked' })
  if (TOO_FAST.has(code))
    return new RateLimited(message, { ...options, retryAfter: retryAfterOf(response) ?? PATIENCE })
  const Kind = kindOf(error, code, response.status)
  return Kind && new Kind(message, options)
}

function kindOf(error: GraphError, code: number, status: number): Failure | null {
  if (code === 190 || code === 0) return AuthenticationExpired
  if (isPermission(code)) return PermissionMissing
  if (code === 100 && error.error_subcode === 33) return NotFound
  return error.is_transient || TRANSIENT.has(code) || status >= 500 ? Temporary : null
}

/** A page that is not Meta's own: a proxy's. With a friendly status nothing is known of the event. */
function withoutCode(response: Response): ConnectorError {
  const { status } = response
  const message = `Meta answered ${status} without a code`
  if (status === 429) return new RateLimited(message, { status, retryAfter: retryAfterOf(response) ?? PATIENCE })
  if (status === 401) return new AuthenticationExpired(message, { status })
  if (status >= 500) return new Temporary(message, { status })
  return status < 400 ? new OutcomeUnknown(message, { status }) : new Permanent(message, { status })
}
