import { APIError } from 'openai'
import { entryOf, failureOfMeaning, isConnectorError, meaning, retryAfterOf, Temporary } from '#sdk/index'
import type { ConnectorError, Meaning } from '#sdk/index'

const MINUTE = 60_000

/** https://platform.openai.com/docs/guides/error-codes; compatible servers use the same words where they use any. */
const MEANINGS: Record<string, Meaning> = {
  invalid_api_key: meaning.auth(),
  account_deactivated: meaning.auth('account_deactivated'),
  invalid_organization: meaning.permission('invalid_organization'),
  insufficient_quota: meaning.policy('insufficient_quota'),
  billing_hard_limit_reached: meaning.policy('insufficient_quota'),
  billing_not_active: meaning.policy('insufficient_quota'),
  unsupported_country_region_territory: meaning.policy('country_not_served'),
  content_policy_violation: meaning.policy('content_refused'),
  content_filter: meaning.policy('content_refused'),
  model_not_found: meaning.input('model', 'model_not_found'),
  context_length_exceeded: meaning.input('conversation', 'too_long'),
  string_above_max_length: meaning.input('conversation', 'too_long'),
  invalid_json_schema: meaning.input('output', 'schema_refused'),
  invalid_function_parameters: meaning.input('tools', 'schema_refused'),
  rate_limit_exceeded: meaning.rate('rate_limited', MINUTE),
  server_error: meaning.temporary(),
  server_is_overloaded: meaning.temporary(),
}

const BY_STATUS: Record<number, Meaning> = {
  401: meaning.auth(),
  402: meaning.policy('insufficient_quota'),
  403: meaning.permission(),
  404: meaning.missing(),
  408: meaning.temporary(),
  409: meaning.temporary(),
  413: meaning.input('audio', 'too_large'),
  429: meaning.rate('rate_limited', MINUTE),
}

/** Whatever a call ended in, in the words of the contract. The vendor's text may repeat what was sent, so it is left out. */
export function failureOf(error: unknown, server: string): ConnectorError {
  if (isConnectorError(error)) return error
  if (error instanceof APIError && error.status !== undefined)
    return failureOfAnswer(error as APIError & { status: number }, server)
  if (error instanceof APIError) return failureOfCode(wordOf(error.code), server)
  return new Temporary(`${server} answered in a format that is not its own`, { vendorCode: 'not_understood' })
}

/** For failures told in an answer of status 200: in a stream, or as a response that failed. */
export function failureOfCode(code: string | null, server: string): ConnectorError {
  const of = entryOf(MEANINGS, code) ?? meaning.temporary()
  return failureOfMeaning(of, `${server} broke off (${code ?? 'without a code'})`, { vendorCode: code ?? undefined })
}

function failureOfAnswer(error: APIError & { status: number }, server: string): ConnectorError {
  const { status } = error
  const code = wordOf(error.code)
  const message = `${server} answered ${status} (${code ?? 'without a code'})`
  const headers = new Headers(error.headers)
  return failureOfMeaning(meaningOf(error, code), message, {
    status,
    ...(code ? { vendorCode: code } : {}),
    wait: millisecondsOf(headers) ?? retryAfterOf({ headers }),
  })
}

function meaningOf({ status, param }: APIError & { status: number }, code: string | null): Meaning {
  const known = entryOf(MEANINGS, code) ?? BY_STATUS[status]
  if (known) return known
  if (status >= 500) return meaning.temporary()
  const field = wordOf(param)
  return field ? meaning.input(field, code ?? 'invalid_parameter') : meaning.permanent(code ?? 'refused')
}

/** A header of OpenAI's own, finer than whole seconds. */
function millisecondsOf(headers: Headers): number | null {
  const wait = Number(headers.get('retry-after-ms'))
  return wait > 0 ? Math.ceil(wait) : null
}

/** A code is a word; whatever else stands there may be text that repeats what was sent. */
const wordOf = (value: unknown): string | null =>
  typeof value === 'string' && /^[\w.[\]-]{1,80}$/.test(value) ? value : null
