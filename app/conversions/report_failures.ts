import { MINUTE, SECOND } from '#app/clock'
import { isConnectorError } from '#sdk/errors'

/** Why a whole batch waits, how long (machine milliseconds), and whether its connection needs a person. */
export interface ReportFailure {
  code: string
  wait: number
  breaks?: boolean
}

const BACK_OFF = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE]
const LOOK_AGAIN_AFTER = 15 * MINUTE

/** Null for what is no vendor's failure but ours: the lease ends, and three such crashes are shown. */
export function failedWith(error: unknown, attempts: number): ReportFailure | null {
  if (!isConnectorError(error)) return null
  switch (error.code) {
    case 'E_RATE_LIMITED':
      return { code: 'rate_limited', wait: (error as unknown as { retryAfter: number }).retryAfter }
    case 'E_TEMPORARY':
    case 'E_OUTCOME_UNKNOWN':
      // Told twice under one id is told once, so silence needs no caution here.
      return {
        code: 'provider_unavailable',
        wait: BACK_OFF[Math.min(attempts, BACK_OFF.length) - 1] ?? BACK_OFF[0],
      }
    case 'E_AUTHENTICATION_EXPIRED':
      return { code: 'authentication_expired', wait: LOOK_AGAIN_AFTER, breaks: true }
    case 'E_PERMISSION_MISSING':
      return { code: 'permission_missing', wait: LOOK_AGAIN_AFTER, breaks: true }
    case 'E_NOT_FOUND':
      return { code: 'dataset_not_found', wait: LOOK_AGAIN_AFTER, breaks: true }
    case 'E_POLICY_REFUSED':
    case 'E_RECIPIENT_UNREACHABLE':
    case 'E_INVALID_INPUT':
    case 'E_PERMANENT':
      return { code: 'provider_refused', wait: LOOK_AGAIN_AFTER, breaks: true }
  }
}
