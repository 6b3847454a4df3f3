import {
  asInteger,
  asObject,
  AuthenticationExpired,
  NotFound,
  OutcomeUnknown,
  Permanent,
  PermissionMissing,
  RateLimited,
  Temporary,
} from '#sdk/index'
import type { ConnectorError, Context, Json } from '#sdk/index'
import { failureOf } from './errors.ts'

export interface Credentials extends Record<string, unknown> {
  accountSid: string
  authToken: string
}

export interface Settings extends Record<string, unknown> {
  messagingServiceSid?: string
  from?: string
  transliterate?: boolean
  answersKeywords?: boolean
}

export type TwilioContext = Context<Credentials, Settings>

export const API = 'https://api.twilio.com'
const MESSAGING = 'https://messaging.twilio.com'
const MINUTE = 60_000

/** An address below the account's own. */
export const accountUrl = ({ credentials }: TwilioContext, path: string): string =>
  `${API}/2010-04-01/Accounts/${credentials.accountSid}${path}`

export const serviceUrl = ({ settings }: TwilioContext, path = ''): string =>
  `${MESSAGING}/v1/Services/${settings.messagingServiceSid}${path}`

export interface TwilioRequest {
  query?: Record<string, string>
  /** Makes it a POST. */
  form?: Record<string, string>
  /** Setting the same value again does no harm, so such a POST may be repeated. */
  retry?: boolean
  /**
   * The call makes a message and there is no idempotency key: an answer that is not Twilio's own (a gateway's 502)
   * then says nothing about whether it happened.
   */
  once?: boolean
}

export async function twilio(
  context: TwilioContext,
  address: string,
  request: TwilioRequest = {}
): Promise<Json> {
  const url = new URL(address)
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value)
  const { form, retry } = request
  const response = await context.http.fetch(url, {
    method: form ? 'POST' : 'GET',
    headers: {
      ...authorization(context),
      accept: 'application/json',
      ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(form ? { body: String(new URLSearchParams(form)) } : {}),
    ...(retry === undefined ? {} : { retry }),
  })
  return read(response, request.once ?? false)
}

export const authorization = ({ credentials: { accountSid, authToken } }: TwilioContext) => ({
  authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
})

async function read(response: Response, once: boolean): Promise<Json> {
  const answer = await bodyOf(response)
  if (response.ok && answer) return answer
  const code = asInteger(answer?.code)
  if (code !== null && code > 0) throw failureOf(code, response.status, retryAfter(response))
  throw withoutCode(response, once)
}

/** Null for what is no JSON object: a proxy's page, or an answer cut off on the way. */
async function bodyOf(response: Response): Promise<Json | null> {
  try {
    return asObject(JSON.parse(await response.text()))
  } catch {
    return null
  }
}

export function withoutCode(response: Response, once = false): ConnectorError {
  const { status } = response
  const message = `Twilio answered ${status} without a code`
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
