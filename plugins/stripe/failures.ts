import {
  asObject,
  asText,
  entryOf,
  failureOfMeaning,
  failureOfStatus,
  InvalidInput,
  meaning,
  noWord,
  Permanent,
  retryAfterOf,
} from '#sdk/index'
import type { ConnectorError, ConnectorErrorOptions, Json, Meaning, VendorAnswer } from '#sdk/index'

/** https://docs.stripe.com/error-codes */
const CODES: Record<string, Meaning> = {
  api_key_expired: meaning.auth(),
  secret_key_required: meaning.permission(),
  testmode_charges_only: meaning.permission(),
  resource_missing: meaning.missing(),
  rate_limit: meaning.rate('rate_limited', 2000),
  lock_timeout: meaning.temporary(),
  idempotency_key_in_use: meaning.temporary(),
  amount_too_small: meaning.input('amount'),
  amount_too_large: meaning.input('amount'),
  invalid_charge_amount: meaning.input('amount'),
  balance_insufficient: meaning.permanent('provider_refused'),
  charge_already_refunded: meaning.permanent('provider_refused'),
  url_invalid: meaning.input('url', 'url_invalid'),
}
/** Where there is no code, or none that says anything. */
const STATUSES: Record<number, Meaning> = {
  401: meaning.auth(),
  402: meaning.permanent('provider_refused'),
  403: meaning.permission(),
  404: meaning.missing(),
  409: meaning.temporary(),
  429: meaning.rate('rate_limited', 2000),
}

/** Why a call failed, or null where it did not. */
export function failureOf(answer: VendorAnswer, changes: boolean): ConnectorError | null {
  const { status } = answer
  const body = asObject(answer.body)
  if (status < 300) return body === null ? noWord('Stripe’s answer cannot be read', changes, { status }) : null
  const error = asObject(body?.error)
  return error && status < 500 ? errorOf(error, answer) : failureOfStatus(answer, { vendor: 'Stripe', once: changes })
}

/**
 * Stripe's error in the contract's words. Its own text is never passed on, since it repeats what was sent; the parameter
 * it names is.
 */
function errorOf(error: Json, answer: VendorAnswer): ConnectorError {
  const { status } = answer
  const code = asText(error.code) ?? asText(error.type) ?? ''
  const of = entryOf(CODES, code) ?? entryOf(STATUSES, status)
  const options = { status, vendorCode: code || undefined }
  if (!of) return refused(asText(error.param), options)
  return failureOfMeaning(of, `Stripe refused: ${of.reason}`, { ...options, wait: retryAfterOf(answer) })
}

function refused(param: string | null, options: ConnectorErrorOptions) {
  const field = fieldOf(param)
  if (field === null) return new Permanent('Stripe refused the call', options)
  return new InvalidInput(`Stripe does not accept the field ${field}`, { ...options, field })
}

/** `line_items[0][price_data][currency]` → `currency`: the word our callers know it by. */
function fieldOf(param: string | null): string | null {
  const last = /(\w{1,60})\]?$/.exec(param ?? '')?.[1] ?? null
  return last === 'unit_amount' ? 'amount' : last
}
