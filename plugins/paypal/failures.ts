import {
  asObject,
  asObjects,
  asText,
  entryOf,
  failureOfMeaning,
  failureOfStatus,
  firstText,
  InvalidInput,
  meaning,
  noWord,
  Permanent,
  retryAfterOf,
} from '#sdk/index'
import type { ConnectorError, Json, Meaning, VendorAnswer } from '#sdk/index'

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
  firstText(asObjects(body?.details)[0]?.issue, body?.name, body?.error)

/** Why a call failed, or null where it did not. */
export function failureOf(answer: VendorAnswer, changes: boolean): ConnectorError | null {
  const { status } = answer
  const body = asObject(answer.body)
  if (status < 300)
    return body || answer.body === null ? null : noWord('PayPal’s answer cannot be read', changes, { status })
  return body && status < 500 ? errorOf(body, answer) : failureOfStatus(answer, { vendor: 'PayPal', once: changes })
}

/** PayPal's error in the contract's words. Its own text is never passed on, since it repeats what was sent. */
function errorOf(body: Json, answer: VendorAnswer): ConnectorError {
  const { status } = answer
  const issue = issueOf(body) ?? ''
  const options = { status, vendorCode: issue || undefined }
  const of = entryOf(ISSUES, issue) ?? entryOf(STATUSES, status)
  if (of) return failureOfMeaning(of, `PayPal refused: ${of.reason}`, { ...options, wait: retryAfterOf(answer) })
  const field = fieldOf(body)
  if (field === null) return new Permanent('PayPal refused the call', options)
  return new InvalidInput(`PayPal does not accept the field ${field}`, { ...options, field })
}

/** `/purchase_units/0/amount/value` → `amount`: the word our callers know it by. */
function fieldOf(body: Json): string | null {
  const [detail] = asObjects(body.details)
  const last = /(\w{1,60})$/.exec(asText(detail?.field) ?? '')?.[1]
  return entryOf(OURS, last) ?? last ?? null
}
