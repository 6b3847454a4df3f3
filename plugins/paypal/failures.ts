import {
  asObjects,
  asText,
  failureOfMeaning,
  failureOfStatus,
  InvalidInput,
  meaning,
  OutcomeUnknown,
  Permanent,
  retryAfterOf,
  Temporary,
} from '#sdk/index'
import type { Json, Meaning } from '#sdk/index'

/** What PayPal answered, or why it did not. Kept beside the package, whose errors hold the request with its token. */
export interface Outcome {
  /** Thrown by the HTTP client: no answer came. */
  failure: unknown
  status: number | null
  headers: Headers | null
  /** Null for what is no JSON object: a proxy's page. */
  body: Json | null
}

/** By `details[].issue`, else by `name`. https://developer.paypal.com/api/rest/reference/orders/v2/errors/ */
const ISSUES: Record<string, Meaning> = {
  INVALID_TOKEN: meaning.auth(),
  AUTHENTICATION_FAILURE: meaning.auth(),
  invalid_token: meaning.auth(),
  NOT_AUTHORIZED: meaning.permission(),
  PERMISSION_DENIED: meaning.permission(),
  PAYEE_ACCOUNT_RESTRICTED: meaning.permission(),
  RESOURCE_NOT_FOUND: meaning.missing(),
  INVALID_RESOURCE_ID: meaning.missing(),
  RATE_LIMIT_REACHED: meaning.rate('rate_limited', 60_000),
  PREVIOUS_REQUEST_IN_PROGRESS: meaning.temporary(),
  CURRENCY_NOT_SUPPORTED: meaning.input('currency'),
  INVALID_CURRENCY_CODE: meaning.input('currency'),
  CURRENCY_MISMATCH: meaning.input('currency'),
  REFUND_CAPTURE_CURRENCY_MISMATCH: meaning.input('currency'),
  CANNOT_BE_ZERO_OR_NEGATIVE: meaning.input('amount'),
  DECIMAL_PRECISION: meaning.input('amount'),
  REFUND_AMOUNT_EXCEEDED: meaning.input('amount'),
  REFUND_AMOUNT_TOO_LOW: meaning.input('amount'),
  CAPTURE_FULLY_REFUNDED: meaning.permanent('provider_refused'),
  REFUND_TIME_LIMIT_EXCEEDED: meaning.permanent('provider_refused'),
  WEBHOOK_URL_ALREADY_EXISTS: meaning.input('url', 'url_invalid'),
  WEBHOOK_NUMBER_LIMIT_EXCEEDED: meaning.permanent('provider_refused'),
}
const STATUSES: Record<number, Meaning> = {
  401: meaning.auth(),
  403: meaning.permission(),
  404: meaning.missing(),
  409: meaning.temporary(),
  429: meaning.rate('rate_limited', 60_000),
}

const OURS: Record<string, string> = { value: 'amount', currency_code: 'currency' }

/** PayPal's word for what was wrong: the first issue, else the error's name. */
export const issueOf = (body: Json | null): string | null =>
  asText(asObjects(body?.details)[0]?.issue) ?? asText(body?.name) ?? asText(body?.error)

/** Why a call failed, or null where it did not. */
export function failureOf({ failure, status, headers, body }: Outcome, changes: boolean): unknown {
  if (failure !== null) return failure
  if (status === null || headers === null) return null
  if (status < 300) return body === null ? unreadable(changes, status) : null
  const response = new Response(null, { status, headers })
  if (body === null || status >= 500) return failureOfStatus(response, { vendor: 'PayPal', once: changes })
  return errorOf(body, response)
}

/** PayPal's error in the contract's words. Its own text is never passed on, since it repeats what was sent. */
function errorOf(body: Json, response: Response) {
  const { status } = response
  const issue = issueOf(body) ?? ''
  const options = { status, vendorCode: issue || undefined }
  const of = ISSUES[issue] ?? STATUSES[status]
  if (of) return failureOfMeaning(of, `PayPal refused: ${of.reason}`, { ...options, wait: retryAfterOf(response) })
  const field = fieldOf(body)
  if (field === null) return new Permanent('PayPal refused the call', options)
  return new InvalidInput(`PayPal does not accept the field ${field}`, { ...options, field })
}

/** `/purchase_units/0/amount/value` → `amount`: the word our callers know it by. */
function fieldOf(body: Json): string | null {
  const [detail] = asObjects(body.details)
  const last = /(\w{1,60})$/.exec(asText(detail?.field) ?? '')?.[1]
  return OURS[last ?? ''] ?? last ?? null
}

function unreadable(changes: boolean, status: number) {
  const message = 'PayPal’s answer cannot be read'
  return changes ? new OutcomeUnknown(message, { status }) : new Temporary(message, { status })
}
