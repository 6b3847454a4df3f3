import {
  AuthenticationExpired,
  InvalidInput,
  NotFound,
  OutcomeUnknown,
  Permanent,
  PolicyRefused,
  RateLimited,
  RecipientUnreachable,
  Temporary,
} from '#sdk/index'
import type { Context, RequestOptions } from '#sdk/index'
import { ORIGIN } from './wire.ts'
import type { SandboxError } from './wire.ts'

const CODE = /^[a-z_]{1,40}$/

interface CallOptions extends RequestOptions {
  json?: unknown
  /** A call that must not happen twice: an answer which is not the provider's own leaves its outcome unknown. */
  once?: boolean
}

/** Calls the pretend provider. */
export async function call<Answer>(context: Context, path: string, options: CallOptions = {}): Promise<Answer> {
  const { json, once = false, ...rest } = options
  const body =
    json === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }
  const response = await context.http.fetch(`${context.baseUrl(ORIGIN)}${path}`, {
    ...rest,
    ...body,
    headers: {
      ...body.headers,
      'x-sandbox-connection': context.connectionId,
      ...(once && context.idempotencyKey ? { 'idempotency-key': context.idempotencyKey } : {}),
    },
  })
  const answer = await read(response)
  if (response.ok && answer) return answer as Answer
  if (once && !answer)
    throw new OutcomeUnknown('Something that is not the sandbox answered', { status: response.status })
  throw failure(response, (answer as Partial<SandboxError> | null)?.error)
}

function failure(response: Response, said: SandboxError['error'] | undefined): Error {
  const code = said && CODE.test(String(said.code)) ? said.code : `http_${response.status}`
  const message = `The sandbox refused: ${code}`
  const options = { vendorCode: code, status: response.status }
  if (code === 'blocked' || code === 'no_such_phone') return new RecipientUnreachable(message, options)
  if (code === 'refused_by_rule') return new PolicyRefused(message, { ...options, policy: 'sandbox_rule' })
  if (response.status === 401) return new AuthenticationExpired(message, options)
  if (response.status === 404) return new NotFound(message, options)
  if (response.status === 429)
    return new RateLimited(message, { ...options, retryAfter: Number(response.headers.get('retry-after') ?? 1) * 1000 })
  if (response.status >= 500) return new Temporary(message, options)
  return response.status === 422
    ? new InvalidInput(message, { ...options, field: 'content' })
    : new Permanent(message, options)
}

/** Null for what is no JSON object: it comes from something in between. */
async function read(response: Response): Promise<object | null> {
  try {
    const answer: unknown = await response.json()
    return typeof answer === 'object' ? answer : null
  } catch {
    return null
  }
}
