import { DAY, HOUR, MINUTE, SECOND } from '#app/clock'

/** The waits between eight tries: about three days, so that a receiver may break on a Friday evening. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 9 * HOUR, DAY, 36 * HOUR]

export const MOST_TRIES = WAITS.length + 1

/** Whoever asks for more than this would be waited for longer than the whole schedule. */
const LONGEST_ASKED = DAY
const JITTER = 0.1

/**
 * How long to wait after so many tries, milliseconds; null when that was the last. Up to a tenth longer by chance, so
 * that what failed together does not come back together; at least as long as the receiver asked for.
 */
export function waitAfter(tries: number, retryAfter: number | null, chance = Math.random()): number | null {
  const wait = WAITS[tries - 1]
  if (wait === undefined) return null
  return Math.round(Math.max(wait * (1 + JITTER * chance), Math.min(retryAfter ?? 0, LONGEST_ASKED)))
}
