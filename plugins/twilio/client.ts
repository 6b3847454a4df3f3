import twilio from 'twilio'
import type { RequestClient } from 'twilio'
import { asInteger, failureOfStatus, Permanent, retryAfterOf } from '#sdk/index'
import type { Context, Json } from '#sdk/index'
import { failureOf } from './errors.ts'
import { Transport } from './transport.ts'
import type { Outcome } from './transport.ts'

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

/** An address below the account's own. */
export const accountUrl = ({ credentials }: TwilioContext, path: string): string =>
  `${API}/2010-04-01/Accounts/${credentials.accountSid}${path}`

export type Client = InstanceType<typeof twilio.Twilio>

export interface Manner {
  /** Setting the same value again does no harm, so such a POST may be repeated. */
  retry?: boolean
  /**
   * The call makes a message and there is no idempotency key: an answer that is not Twilio's own (a gateway's 502)
   * then says nothing about whether it happened.
   */
  once?: boolean
}

/**
 * Has the official package make one call and answers what Twilio said, as it said it. Throws members of the closed
 * error set alone: the package's own errors quote phone numbers.
 */
export async function ask(
  context: TwilioContext,
  call: (client: Client) => Promise<unknown>,
  { retry, once = false }: Manner = {}
): Promise<Json> {
  const transport = new Transport(context, retry)
  const { accountSid, authToken } = context.credentials
  const client = new twilio.Twilio(accountSid, authToken, {
    httpClient: transport as unknown as RequestClient,
    // Else the environment of the process would choose another host.
    edge: '',
    region: '',
  })
  try {
    await call(client)
  } catch (error) {
    if (transport.failure) throw transport.failure
    // The package complained before it called: it wants something that it was not given.
    if (!transport.outcome) throw error
  }
  if (!transport.outcome) throw new Permanent('The call to Twilio was never made')
  return read(transport.outcome, once)
}

export const authorization = ({ credentials: { accountSid, authToken } }: TwilioContext) => ({
  authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
})

function read({ response, answer }: Outcome, once: boolean): Json {
  if (response.ok && answer) return answer
  const code = asInteger(answer?.code)
  if (code !== null && code > 0) throw failureOf(code, response.status, retryAfterOf(response))
  throw failureOfStatus(response, { vendor: 'Twilio', once })
}
