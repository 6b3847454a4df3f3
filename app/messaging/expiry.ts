import { HOUR, MINUTE } from '#app/clock'
import type { Purpose } from '#sdk/index'

// A code is useless after ten minutes, an answer after half a day, a reminder of a cart after a day.
const SEND_WITHIN: Record<Purpose, number> = {
  authentication: 10 * MINUTE,
  service: 12 * HOUR,
  transactional: 24 * HOUR,
  marketing: 24 * HOUR,
}

export const sendWithin = (purpose: Purpose): number => SEND_WITHIN[purpose]
