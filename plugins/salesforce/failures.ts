import {
  asObjects,
  asText,
  entryOf,
  failureOfMeaning,
  failureOfStatus,
  InvalidInput,
  isConnectorError,
  meaning,
  OutcomeUnknown,
  Permanent,
  RateLimited,
  Temporary,
} from '#sdk/index'
import type { ConnectorError, Json, Meaning } from '#sdk/index'
import type { Outcome } from './transport.ts'

const HOUR = 3_600_000

/** What Salesforce's codes mean. Those about a field name it themselves, so `field` here is for when they do not. */
const MEANINGS: Record<string, Meaning> = {
  INVALID_SESSION_ID: meaning.auth(),
  INVALID_AUTH_HEADER: meaning.auth(),
  // The org's allowance of the last 24 hours: it comes back bit by bit.
  REQUEST_LIMIT_EXCEEDED: meaning.rate('rate_limited', HOUR),
  CONCURRENT_REQUEST_LIMIT_EXCEEDED: meaning.rate('rate_limited', 10_000),
  UNABLE_TO_LOCK_ROW: meaning.temporary(),
  SERVER_UNAVAILABLE: meaning.temporary(),
  QUERY_TIMEOUT: meaning.temporary(),
  DUPLICATES_DETECTED: meaning.policy('duplicate_rule'),
  ENTITY_IS_DELETED: meaning.missing(),
  NOT_FOUND: meaning.missing(),
  API_DISABLED_FOR_ORG: meaning.permission(),
  API_CURRENTLY_DISABLED: meaning.permission(),
  INSUFFICIENT_ACCESS: meaning.permission(),
  INSUFFICIENT_ACCESS_OR_READONLY: meaning.permission(),
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: meaning.permission(),
  INVALID_TYPE: meaning.permission(),
}

const ABOUT_A_FIELD = new Set([
  'REQUIRED_FIELD_MISSING',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'STRING_TOO_LONG',
  'INVALID_FIELD',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
  'INVALID_TYPE_ON_FIELD_IN_RECORD',
  'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  'INVALID_EMAIL_ADDRESS',
  'INVALID_CROSS_REFERENCE_KEY',
  'NUMBER_OUTSIDE_VALID_RANGE',
  'MALFORMED_ID',
  'JSON_PARSER_ERROR',
])

/**
 * What went wrong with a call, in the contract's words; null when nothing did. Salesforce's own text repeats what was
 * sent and stays here, but for the words of a validation rule, which an admin of the org wrote for people to read.
 */
export function failureOf({ failure, response, body }: Outcome, changes: boolean): ConnectorError | null {
  if (failure !== null) return isConnectorError(failure) ? failure : silence(changes, { cause: failure })
  if (response === null) return silence(changes)
  const { status } = response
  if (status === 300)
    return new Permanent('Several records of Salesforce have this phone in the external ID field', {
      status,
      vendorCode: 'MULTIPLE_CHOICES',
    })
  if (status < 300) return status === 204 || body !== undefined ? null : silence(changes, { status })
  const [error] = asObjects(body)
  const vendorCode = asText(error?.errorCode)
  if (!error || vendorCode === null || !/^[A-Z][A-Z0-9_]{1,80}$/.test(vendorCode))
    return failureOfStatus(response as Response, { vendor: 'Salesforce', once: changes })
  return named(error, { vendorCode, status })
}

function silence(changes: boolean, options: { cause?: unknown; status?: number } = {}): ConnectorError {
  const message = 'The answer of Salesforce cannot be read'
  return changes ? new OutcomeUnknown(message, options) : new Temporary(message, options)
}

function named(error: Json, options: { vendorCode: string; status: number }): ConnectorError {
  const { vendorCode, status } = options
  if (ABOUT_A_FIELD.has(vendorCode)) return aboutField(error, options)
  const known = entryOf(MEANINGS, vendorCode)
  if (known) return failureOfMeaning(known, `Salesforce refused: ${vendorCode}`, options)
  if (status === 429) return new RateLimited('Salesforce asks for fewer calls', { ...options, retryAfter: 60_000 })
  if (status >= 500) return new Temporary('Salesforce is ill', options)
  return new Permanent(`Salesforce refused: ${vendorCode}`, options)
}

function aboutField(error: Json, options: { vendorCode: string; status: number }): ConnectorError {
  // Names alone are let through, never a value.
  const column = /^No such column '(\w+)'/.exec(asText(error.message) ?? '')?.[1] ?? null
  const names = [...(Array.isArray(error.fields) ? error.fields.map(asText) : []), column]
  const field = names.find((name) => name !== null && /^\w{1,80}$/.test(name)) ?? 'fields'
  const said = options.vendorCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' ? asText(error.message) : null
  return new InvalidInput(said?.slice(0, 200) ?? `Salesforce did not accept ${field}: ${options.vendorCode}`, {
    ...options,
    field,
  })
}
