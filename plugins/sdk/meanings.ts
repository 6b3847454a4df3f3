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
} from './errors.ts'
import type { ConnectorError, ConnectorErrorOptions, RateLimitScope } from './errors.ts'

/** What one of a vendor's codes means to us; `reason` is the stable word that statuses and refusals carry. */
export type Meaning =
  | {
      kind: 'auth' | 'permission' | 'unreachable' | 'missing' | 'temporary' | 'permanent'
      reason: string
    }
  /** `consent`: the person told the vendor that they want no more messages. */
  | { kind: 'policy'; reason: string; consent?: 'withdrawn' }
  | { kind: 'input'; reason: string; field: string }
  /** `wait` in milliseconds, for answers that do not say how long. */
  | { kind: 'rate'; reason: string; scope: RateLimitScope; wait: number }

/** Builds the rows of a table from a vendor's codes to their meanings. */
export const meaning = {
  auth: (reason = 'token_invalid'): Meaning => ({ kind: 'auth', reason }),
  permission: (reason = 'permission_missing'): Meaning => ({ kind: 'permission', reason }),
  unreachable: (reason = 'recipient_unreachable'): Meaning => ({ kind: 'unreachable', reason }),
  policy: (reason: string): Meaning => ({ kind: 'policy', reason }),
  optedOut: (reason = 'recipient_opted_out'): Meaning => ({ kind: 'policy', reason, consent: 'withdrawn' }),
  missing: (reason = 'not_found'): Meaning => ({ kind: 'missing', reason }),
  temporary: (reason = 'provider_unavailable'): Meaning => ({ kind: 'temporary', reason }),
  permanent: (reason: string): Meaning => ({ kind: 'permanent', reason }),
  input: (field: string, reason = 'invalid_parameter'): Meaning => ({ kind: 'input', reason, field }),
  rate: (reason: string, wait: number, scope: RateLimitScope = 'connection'): Meaning => ({
    kind: 'rate',
    reason,
    scope,
    wait,
  }),
}

/** The member of the closed set that a meaning stands for. `wait` overrides the table's, where the vendor named one. */
export function failureOfMeaning(
  of: Meaning,
  message: string,
  options: ConnectorErrorOptions & { wait?: number | null }
): ConnectorError {
  const { wait, ...given } = options
  if (of.kind === 'rate') return new RateLimited(message, { ...given, retryAfter: wait ?? of.wait, scope: of.scope })
  if (of.kind === 'policy') return new PolicyRefused(message, { ...given, policy: of.reason, consent: of.consent })
  if (of.kind === 'input') return new InvalidInput(message, { ...given, field: of.field })
  return new PLAIN[of.kind](message, given)
}

const PLAIN = {
  auth: AuthenticationExpired,
  permission: PermissionMissing,
  unreachable: RecipientUnreachable,
  missing: NotFound,
  temporary: Temporary,
  permanent: Permanent,
}
