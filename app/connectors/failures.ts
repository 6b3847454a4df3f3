import { isConnectorError } from '#sdk/errors'
import type { ConnectorError, ConnectorErrorCode } from '#sdk/errors'
import type { ConnectionState, Reason } from './connection.ts'
import { RenewalInterrupted, SignInNeeded } from './errors.ts'
import { redact } from '#app/vault/redaction'

/** What a vendor's failure means for the connection as a whole. */
const MEANING: Partial<Record<ConnectorErrorCode, { state: ConnectionState; code: string }>> = {
  E_AUTHENTICATION_EXPIRED: { state: 'broken', code: 'authentication_expired' },
  E_PERMISSION_MISSING: { state: 'broken', code: 'permission_missing' },
  E_INVALID_INPUT: { state: 'broken', code: 'settings_refused' },
  E_NOT_FOUND: { state: 'broken', code: 'account_not_found' },
  E_RATE_LIMITED: { state: 'needs_attention', code: 'rate_limited' },
}

const meaningOf = (error: ConnectorError): { state: ConnectionState; code: string } => {
  if (error instanceof RenewalInterrupted) return { state: 'broken', code: 'renewal_interrupted' }
  if (error instanceof SignInNeeded) return { state: 'broken', code: 'sign_in_needed' }
  return MEANING[error.code] ?? { state: 'needs_attention', code: 'provider_unavailable' }
}

export interface Failure {
  state: ConnectionState
  reason: Reason
  /** The form's field that is to blame, where the connector knows. */
  field: string | null
}

/**
 * Anything the connector says in its own words is shown to the person who connects; anything else may hold a secret, so
 * only its kind is told.
 */
export function failureFrom(error: unknown): Failure {
  if (!isConnectorError(error)) {
    return {
      state: 'needs_attention',
      reason: {
        code: 'check_crashed',
        params: { error: error instanceof Error ? error.constructor.name : typeof error },
      },
      field: null,
    }
  }
  const meaning = meaningOf(error)
  const params = {
    message: redact(error.message).slice(0, 300),
    ...(error.vendorCode ? { vendor_code: error.vendorCode } : {}),
  }
  const field = 'field' in error && typeof error.field === 'string' ? error.field : null
  return { state: meaning.state, reason: { code: meaning.code, params }, field }
}
