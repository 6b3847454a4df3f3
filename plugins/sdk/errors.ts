/**
 * The closed set of ways a vendor call can fail. The core decides by `code` and never by `instanceof`, so that
 * an error from a connector with its own copy of the SDK counts the same.
 */
export const CONNECTOR_ERROR_CODES = [
  'E_AUTHENTICATION_EXPIRED',
  'E_PERMISSION_MISSING',
  'E_RATE_LIMITED',
  'E_RECIPIENT_UNREACHABLE',
  'E_POLICY_REFUSED',
  'E_INVALID_INPUT',
  'E_NOT_FOUND',
  'E_TEMPORARY',
  'E_PERMANENT',
  'E_OUTCOME_UNKNOWN',
] as const

export type ConnectorErrorCode = (typeof CONNECTOR_ERROR_CODES)[number]

/** What every vendor failure may carry. */
export interface ConnectorErrorOptions {
  /** The vendor's own code, as the vendor writes it: `131047`, `THROTTLED`, `21610`. */
  vendorCode?: string
  /** HTTP status of the vendor's answer, where there was one. */
  status?: number
  cause?: unknown
}

/** Base of the closed set. `message` must already be free of tokens, payloads and personal data. */
export class ConnectorError extends Error {
  readonly code: ConnectorErrorCode
  readonly vendorCode: string | null
  readonly status: number | null

  constructor(code: ConnectorErrorCode, message: string, options: ConnectorErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.vendorCode = options.vendorCode ?? null
    this.status = options.status ?? null
  }

  /** True when the same call may succeed later without anybody doing anything. Nothing was done by the vendor. */
  get retryable(): boolean {
    return this.code === 'E_RATE_LIMITED' || this.code === 'E_TEMPORARY'
  }
}

/** The token or key is dead: a person must connect again (or the core refreshes it). */
export class AuthenticationExpired extends ConnectorError {
  constructor(message: string, options?: ConnectorErrorOptions) {
    super('E_AUTHENTICATION_EXPIRED', message, options)
  }
}

/** The credentials work but lack a scope, a plan or a role. */
export class PermissionMissing extends ConnectorError {
  constructor(message: string, options?: ConnectorErrorOptions) {
    super('E_PERMISSION_MISSING', message, options)
  }
}

/** Who is being held back: the whole connection, one recipient, or one template. */
export type RateLimitScope = 'connection' | 'recipient' | 'template'

/** Too fast. Nothing was done; try again after `retryAfter` milliseconds. */
export class RateLimited extends ConnectorError {
  readonly retryAfter: number
  readonly scope: RateLimitScope

  constructor(message: string, options: ConnectorErrorOptions & { retryAfter: number; scope?: RateLimitScope }) {
    super('E_RATE_LIMITED', message, options)
    this.retryAfter = options.retryAfter
    this.scope = options.scope ?? 'connection'
  }
}

/** This person cannot be reached at this address; another channel may work. */
export class RecipientUnreachable extends ConnectorError {
  constructor(message: string, options?: ConnectorErrorOptions) {
    super('E_RECIPIENT_UNREACHABLE', message, options)
  }
}

/**
 * The vendor's rules forbid this message or call. `policy` is a stable snake_case word, such as `window_closed`.
 * `consent: 'withdrawn'`: the vendor refused because this person has told it that they want no more; the core then
 * records the withdrawal on the channel, as if it had heard it itself.
 */
export class PolicyRefused extends ConnectorError {
  readonly policy: string
  readonly consent: 'withdrawn' | null

  constructor(message: string, options: ConnectorErrorOptions & { policy: string; consent?: 'withdrawn' }) {
    super('E_POLICY_REFUSED', message, options)
    this.policy = options.policy
    this.consent = options.consent ?? null
  }
}

/** The input is wrong; `field` names the offending part in the caller's words. */
export class InvalidInput extends ConnectorError {
  readonly field: string

  constructor(message: string, options: ConnectorErrorOptions & { field: string }) {
    super('E_INVALID_INPUT', message, options)
    this.field = options.field
  }
}

/** The object is not there (any more). */
export class NotFound extends ConnectorError {
  constructor(message: string, options?: ConnectorErrorOptions) {
    super('E_NOT_FOUND', message, options)
  }
}

/** The vendor is ill but said so: nothing was done, the same call may succeed later. */
export class Temporary extends ConnectorError {
  constructor(message: string, options?: ConnectorErrorOptions) {
    super('E_TEMPORARY', message, options)
  }
}

/** Refused for good, for a reason that fits none of the others. */
export class Permanent extends ConnectorError {
  constructor(message: string, options?: ConnectorErrorOptions) {
    super('E_PERMANENT', message, options)
  }
}

/** The request left and no answer came: the vendor may or may not have acted. Never retried blindly. */
export class OutcomeUnknown extends ConnectorError {
  constructor(message: string, options?: ConnectorErrorOptions) {
    super('E_OUTCOME_UNKNOWN', message, options)
  }
}

/** Recognises a member of the closed set by its code, whichever copy of the SDK made it. */
export function isConnectorError(error: unknown): error is ConnectorError {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false
  return (CONNECTOR_ERROR_CODES as readonly unknown[]).includes(error.code)
}

/** Thrown by `webhooks.verify`. `reason` is shown to the person who set the endpoint up. */
export class VerificationFailed extends Error {
  readonly code = 'E_VERIFICATION_FAILED'
  readonly reason: VerificationReason

  constructor(reason: VerificationReason) {
    super(`The delivery was not accepted: ${reason}`)
    this.reason = reason
  }
}

/** `stale` is only for vendors whose signed text holds a time. */
export type VerificationReason = 'missing_secret' | 'missing_signature' | 'bad_signature' | 'stale'

/**
 * Thrown by `webhooks.parse` for a body it cannot read: the delivery is kept, shown as unparseable, and may be
 * replayed after a mend. `message` says what is wrong and never quotes the body.
 */
export class Unparseable extends Error {
  readonly code = 'E_UNPARSEABLE'
}
