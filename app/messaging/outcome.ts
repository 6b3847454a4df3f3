import { MINUTE, SECOND } from '#app/clock'
import { isConnectorError } from '#sdk/errors'
import type { ChannelName, PolicyRefused, SendReceipt } from '#sdk/index'
import type { MessageRow } from './message.ts'

/** One try as it was committed before the provider was called. */
export interface OpenAttempt {
  id: string
  n: number
  /** Known of an earlier try. */
  startedAt?: number
}

/** What became of one try. `later` and `limited` are certainly not sent; `unknown` may have been. */
export type Result =
  | { kind: 'sent'; providerId: string; segments?: number | null; text?: string | null }
  | { kind: 'later'; after: number; code: string; vendorCode: string | null; detail: string; wholeConnection?: boolean }
  | {
      kind: 'refused' | 'failed'
      code: string
      vendorCode: string | null
      detail: string
      /** The provider refused because the person has told it that they want no more. */
      withdrawn?: boolean
    }
  | { kind: 'unknown'; code: string; vendorCode: string | null; detail: string }

export interface Outcome {
  row: MessageRow
  attempt: OpenAttempt
  result: Result
  /** Machine milliseconds after which an unknown outcome is given up. */
  reconcileAfter: number
  /** The channel's medium, on which a withdrawal is kept. */
  medium?: ChannelName
}

const BACK_OFF = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE]
const LOOK_AGAIN_AFTER = 5 * MINUTE

export const sentWith = (receipt: SendReceipt): Result => ({
  kind: 'sent',
  providerId: receipt.providerId,
  segments: receipt.segments ?? null,
  text: receipt.text ?? null,
})

/** Reads an error of the closed set. Anything else may have happened before or after the call, so nobody knows. */
export function resultOf(error: unknown, tries: number): Result {
  if (!isConnectorError(error)) {
    return {
      kind: 'unknown',
      code: 'unexpected_error',
      vendorCode: null,
      detail: error instanceof Error ? error.name : 'Error',
    }
  }
  const about = { vendorCode: error.vendorCode ?? null, detail: error.message }
  switch (error.code) {
    case 'E_RATE_LIMITED': {
      const { retryAfter, scope } = error as unknown as { retryAfter: number; scope: string }
      return {
        kind: 'later',
        after: retryAfter,
        code: 'rate_limited',
        ...about,
        wholeConnection: scope === 'connection',
      }
    }
    case 'E_TEMPORARY':
      return {
        kind: 'later',
        after: BACK_OFF[Math.min(tries, BACK_OFF.length) - 1] ?? BACK_OFF[0],
        code: 'provider_unavailable',
        ...about,
      }
    case 'E_AUTHENTICATION_EXPIRED':
      // The connection is marked as broken, which holds the others back until somebody has mended it, and no longer.
      return { kind: 'later', after: LOOK_AGAIN_AFTER, code: 'authentication_expired', ...about }
    case 'E_PERMISSION_MISSING':
      return { kind: 'failed', code: 'permission_missing', ...about }
    case 'E_RECIPIENT_UNREACHABLE':
      return { kind: 'failed', code: 'recipient_unreachable', ...about }
    case 'E_POLICY_REFUSED': {
      const { policy, consent } = error as PolicyRefused
      return { kind: 'refused', code: policy, ...about, withdrawn: consent === 'withdrawn' }
    }
    case 'E_INVALID_INPUT':
      return { kind: 'failed', code: 'invalid_content', ...about }
    case 'E_NOT_FOUND':
      return { kind: 'failed', code: 'not_found', ...about }
    case 'E_PERMANENT':
      return { kind: 'failed', code: 'provider_refused', ...about }
    case 'E_OUTCOME_UNKNOWN':
      return { kind: 'unknown', code: 'no_answer', ...about }
  }
}
