import { asInteger, failureOfStatus, jsonAnswer, retryAfterOf } from '#sdk/index'
import type { Context, Json } from '#sdk/index'
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

export async function twilio(context: TwilioContext, address: string, request: TwilioRequest = {}): Promise<Json> {
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
  const answer = await jsonAnswer(response)
  if (response.ok && answer) return answer
  const code = asInteger(answer?.code)
  if (code !== null && code > 0) throw failureOf(code, response.status, retryAfterOf(response))
  throw failureOfStatus(response, { vendor: 'Twilio', once })
}
