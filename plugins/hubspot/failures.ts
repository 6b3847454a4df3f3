import {
  asInteger,
  asObject,
  asObjects,
  asText,
  AuthenticationExpired,
  InvalidInput,
  NotFound,
  OutcomeUnknown,
  Permanent,
  PermissionMissing,
  RateLimited,
  Temporary,
} from '#sdk/index'
import type { ConnectorError, ConnectorErrorOptions, Json } from '#sdk/index'

const SECOND = 1000
const HOUR = 3600 * SECOND

/** HubSpot keeps such a record already. `existingId` where it says which. */
export class Conflict extends Permanent {
  readonly existingId: string | null

  constructor(existingId: string | null, options: ConnectorErrorOptions) {
    super('HubSpot has such a record already', options)
    this.existingId = existingId
  }
}

export interface Answer {
  status: number
  headers: Headers
  /** Null for what is no JSON object: a proxy's page. */
  body: Json | null
}

export interface Circumstances {
  /** The call changes something, so an answer that is not HubSpot's own says nothing about whether it did. */
  changes: boolean
  now: number
  /** The portal's IANA zone, by whose midnight the daily allowance is filled up again. */
  zone: string | null
}

/**
 * HubSpot's error in the contract's words. Its own text is never passed on, since it repeats what was sent; the
 * property it names is.
 */
export function failureOf({ status, headers, body }: Answer, circumstances: Circumstances): ConnectorError {
  const options = { status, vendorCode: asText(body?.category) ?? undefined }
  if (status === 429 || status === 477) return tooFast(body, { headers, options, circumstances })
  if (status === 401) return new AuthenticationExpired('HubSpot does not accept the token any more', options)
  if (status === 403) return new PermissionMissing('HubSpot refused: a scope or a permission is missing', options)
  if (status === 404) return new NotFound('HubSpot does not know this record', options)
  if (status === 409 || options.vendorCode === 'CONFLICT') return new Conflict(existingId(body), options)
  if (status === 423) return new Temporary('HubSpot has locked the record for a moment', options)
  if (status === 400 || status === 422) return invalid(body, options)
  if (status >= 400 && status < 500 && status !== 408) return new Permanent('HubSpot refused the call', options)
  return noWord('HubSpot is not answering properly', circumstances.changes, options)
}

export const noWord = (message: string, changes: boolean, options: ConnectorErrorOptions = {}): ConnectorError =>
  changes ? new OutcomeUnknown(message, options) : new Temporary(message, options)

function tooFast(
  body: Json | null,
  {
    headers,
    options,
    circumstances,
  }: { headers: Headers; options: ConnectorErrorOptions; circumstances: Circumstances }
) {
  const policy = asText(body?.policyName)
  const waits: Record<string, number> = {
    TEN_SECONDLY_ROLLING: 10 * SECOND,
    SECONDLY: SECOND,
    DAILY: untilMidnight(circumstances),
  }
  const asked = (asInteger(headers.get('retry-after')) ?? 0) * SECOND
  const retryAfter = Math.max(asked, waits[policy ?? ''] ?? (asked > 0 ? 0 : 10 * SECOND))
  return new RateLimited('HubSpot asks for fewer calls', {
    ...options,
    vendorCode: policy ?? options.vendorCode,
    retryAfter,
  })
}

export function untilMidnight({ now, zone }: Pick<Circumstances, 'now' | 'zone'>): number {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: known(zone),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const [hours = 0, minutes = 0, seconds = 0] = clock.format(now).split(':').map(Number)
  return 24 * HOUR - ((hours * 60 + minutes) * 60 + seconds) * SECOND
}

// Accounts may bear old names, such as `US/Eastern`, and now and then one that no list has.
function known(zone: string | null): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone ?? 'UTC' }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

const existingId = (body: Json | null): string | null =>
  /Existing ID:\s*(\d+)/i.exec(asText(body?.message) ?? '')?.[1] ?? null

function invalid(body: Json | null, options: ConnectorErrorOptions): ConnectorError {
  const [first] = asObjects(body?.errors)
  const field = fieldOf(first, asText(body?.message) ?? '')
  return new InvalidInput(`HubSpot did not accept ${field}`, {
    ...options,
    vendorCode: asText(first?.code) ?? options.vendorCode,
    field,
  })
}

// Named in one of three places, by the age of the endpoint. Only a name is let through, never a value.
function fieldOf(error: Json | undefined, message: string): string {
  const named = asObject(error?.context)?.propertyName
  const candidates = [Array.isArray(named) ? named[0] : named, error?.in, /"name":\s*"(\w+)"/.exec(message)?.[1]]
  return (
    candidates.map((each) => asText(each)).find((each) => each !== null && /^[a-z][a-z0-9_]{0,60}$/i.test(each)) ??
    'properties'
  )
}
