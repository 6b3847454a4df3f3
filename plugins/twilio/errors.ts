import {
  AuthenticationExpired,
  InvalidInput,
  NotFound,
  Permanent,
  PermissionMissing,
  PolicyRefused,
  RateLimited,
  RecipientUnreachable,
  Temporary,
} from '#sdk/index'
import type { ConnectorError } from '#sdk/index'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** What each of Twilio's codes means to us; `reason` is the stable word that statuses and refusals carry. */
type Meaning =
  | {
      kind: 'auth' | 'permission' | 'unreachable' | 'policy' | 'missing' | 'temporary' | 'permanent'
      reason: string
    }
  | { kind: 'input'; reason: string; field: string }
  | { kind: 'rate'; reason: string; wait: number }

const policy = (reason: string): Meaning => ({ kind: 'policy', reason })
const temporary = (reason = 'provider_unavailable'): Meaning => ({ kind: 'temporary', reason })
const permission = (reason = 'permission_missing'): Meaning => ({ kind: 'permission', reason })
const unreachable = (reason = 'recipient_unreachable'): Meaning => ({ kind: 'unreachable', reason })
const missing = (reason = 'not_found'): Meaning => ({ kind: 'missing', reason })
const input = (field: string, reason = 'invalid_parameter'): Meaning => ({ kind: 'input', reason, field })
const rate = (reason: string, wait: number): Meaning => ({ kind: 'rate', reason, wait })

export const OPTED_OUT = 21610

/** Twilio's error and warning dictionary. */
const MEANINGS: Record<number, Meaning> = {
  20003: { kind: 'auth', reason: 'token_invalid' },
  20005: policy('account_suspended'),
  20008: permission(),
  20404: missing(),
  20429: rate('call_quota', 2 * SECOND),
  20500: temporary('provider_error'),
  20503: temporary(),
  21211: unreachable(),
  21217: unreachable(),
  21614: unreachable(),
  21612: unreachable(),
  21408: policy('country_not_enabled'),
  21606: policy('sender_refused'),
  21659: policy('sender_refused'),
  21660: policy('sender_refused'),
  21703: policy('sender_refused'),
  [OPTED_OUT]: policy('recipient_opted_out'),
  21611: rate('queue_full', 10 * MINUTE),
  30001: rate('queue_full', 10 * MINUTE),
  21602: input('text', 'parameter_missing'),
  21605: input('text', 'invalid_content'),
  21617: input('text', 'invalid_content'),
  21609: input('statusCallback'),
  21620: input('attachment', 'media_refused'),
  12300: input('attachment', 'media_refused'),
  30019: input('attachment', 'media_refused'),
  30002: policy('account_suspended'),
  30003: unreachable('handset_unreachable'),
  30004: policy('recipient_blocked'),
  30005: unreachable(),
  30006: unreachable(),
  30007: policy('carrier_filtered'),
  30450: policy('carrier_filtered'),
  30453: policy('carrier_filtered'),
  30022: rate('throughput', MINUTE),
  30023: rate('daily_cap', 60 * MINUTE),
  30032: policy('sender_not_registered'),
  30034: policy('sender_not_registered'),
}

const meaningOf = (code: number): Meaning => MEANINGS[code] ?? { kind: 'permanent', reason: 'provider_refused' }

/** For a message that was taken and then failed: nothing more is known of it than that, where the code is unknown. */
export const reasonOf = (code: number): string => MEANINGS[code]?.reason ?? 'delivery_failed'

/** Turns one of Twilio's codes into the closed set. Twilio's own words may quote a phone, so they stay outside. */
export function failureOf(code: number, status: number, wait: number | null = null): ConnectorError {
  const meaning = meaningOf(code)
  const message = `Twilio refused: ${meaning.reason} (${code})`
  const options = { vendorCode: String(code), status }
  switch (meaning.kind) {
    case 'auth':
      return new AuthenticationExpired(message, options)
    case 'permission':
      return new PermissionMissing(message, options)
    case 'unreachable':
      return new RecipientUnreachable(message, options)
    case 'policy':
      return new PolicyRefused(message, { ...options, policy: meaning.reason })
    case 'missing':
      return new NotFound(message, options)
    case 'input':
      return new InvalidInput(message, { ...options, field: meaning.field })
    case 'temporary':
      return new Temporary(message, options)
    case 'permanent':
      return new Permanent(message, options)
    case 'rate':
      return new RateLimited(message, { ...options, retryAfter: wait ?? meaning.wait })
  }
}
