import { failureOfMeaning, meaning } from '#sdk/index'
import type { ConnectorError, Meaning } from '#sdk/index'

const SECOND = 1000
const MINUTE = 60 * SECOND

const { auth, optedOut, policy, temporary, permission, unreachable, permanent, missing, input, rate } = meaning

export const OPTED_OUT = 21610

/** Twilio's error and warning dictionary. */
const MEANINGS: Record<number, Meaning> = {
  20003: auth(),
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
  [OPTED_OUT]: optedOut(),
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

const meaningOf = (code: number): Meaning => MEANINGS[code] ?? permanent('provider_refused')

/** For a message that was taken and then failed: nothing more is known of it than that, where the code is unknown. */
export const reasonOf = (code: number): string => MEANINGS[code]?.reason ?? 'delivery_failed'

/** Turns one of Twilio's codes into the closed set. Twilio's own words may quote a phone, so they stay outside. */
export function failureOf(code: number, status: number, wait: number | null = null): ConnectorError {
  const means = meaningOf(code)
  const options = { vendorCode: String(code), status, wait }
  return failureOfMeaning(means, `Twilio refused: ${means.reason} (${code})`, options)
}
