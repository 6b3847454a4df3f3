import { MINUTE, SECOND } from '#app/clock'
import { isConnectorError } from '#sdk/errors'
import type { ConnectorError } from '#sdk/errors'

/** What a vendor's failure means for what was being done. */
export interface Failure {
  code: string
  params: Record<string, string>
  /** Machine milliseconds until it is tried again; null: it would only be refused again. */
  wait: number | null
  /** Everything else over this connection would fail alike. */
  forAll: boolean
  /** A person has to mend the connection. */
  breaks: boolean
}

const BACK_OFF = [10 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE]
const LOOK_AGAIN_AFTER = 15 * MINUTE
const MAX_TRIES = 12

/** Null for what is no vendor's failure but ours. */
export function failureOf(error: unknown, attempts: number): Failure | null {
  if (!isConnectorError(error)) return null
  const params = paramsOf(error)
  const again = { params, forAll: false, breaks: false }
  const wait = BACK_OFF[Math.min(Math.max(attempts, 1), BACK_OFF.length) - 1] ?? LOOK_AGAIN_AFTER
  switch (error.code) {
    case 'E_RATE_LIMITED':
      return {
        ...again,
        code: 'rate_limited',
        wait: (error as { retryAfter?: number }).retryAfter ?? wait,
        forAll: true,
      }
    case 'E_TEMPORARY':
    case 'E_OUTCOME_UNKNOWN':
    // A record that went while it was being written is found to be gone at the next look.
    case 'E_NOT_FOUND':
      return { ...again, code: 'crm_unavailable', wait: attempts < MAX_TRIES ? wait : null }
    case 'E_AUTHENTICATION_EXPIRED':
      return { ...again, code: 'authentication_expired', wait: LOOK_AGAIN_AFTER, forAll: true, breaks: true }
    case 'E_PERMISSION_MISSING':
      return { ...again, code: 'permission_missing', wait: LOOK_AGAIN_AFTER, forAll: true, breaks: true }
    case 'E_INVALID_INPUT':
    case 'E_POLICY_REFUSED':
    case 'E_RECIPIENT_UNREACHABLE':
    case 'E_PERMANENT':
      return { ...again, code: 'crm_refused', wait: null }
  }
}

function paramsOf(error: ConnectorError): Record<string, string> {
  const field = 'field' in error && typeof error.field === 'string' ? error.field : null
  return { vendor_code: error.vendorCode ?? error.code, ...(field ? { field } : {}) }
}
