import { DAY, MINUTE } from '#app/clock'

/** So many failures in a row open the breaker. */
export const OPENS_AFTER = 5
/** How long it stays open each time the probe fails, too. */
const PAUSES = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE)
/** While one try finds out whether the receiver is well again. */
export const PROBING_FOR = MINUTE
/** Failing for so long, and never once well, ends in `disabled`. */
export const DISABLED_AFTER = 5 * DAY

const RECENT = 12

/** The health of a receiver, kept on its subscription. Instants are business time. */
export interface Health {
  failures: number
  openUntil: number | null
  failingSince: number | null
  lastSuccessAt: number | null
  recent: string
}

/** What tries say of the receiver. `hold`: it asked to be left alone for so long, milliseconds. */
export interface Verdict {
  ok: boolean
  hold?: number | null
}

/** The health after these tries, in their order. A success closes the breaker at once. */
export function healthAfter(health: Health, verdicts: Verdict[], now: number): Health {
  return verdicts.reduce((sofar, verdict) => judged(sofar, verdict, now), health)
}

function judged(health: Health, { ok, hold }: Verdict, now: number): Health {
  const recent = (health.recent + (ok ? '1' : '0')).slice(-RECENT)
  if (ok) return { failures: 0, openUntil: null, failingSince: null, lastSuccessAt: now, recent }
  // What failed side by side is one piece of news: only a failed probe makes the pause longer.
  if (isOpen(health, now)) return { ...health, recent }
  const failures = health.failures + 1
  const held = Math.max(pauseAfter(failures), Math.min(hold ?? 0, DAY))
  return {
    failures,
    recent,
    lastSuccessAt: health.lastSuccessAt,
    failingSince: health.failingSince ?? now,
    openUntil: held > 0 ? now + held : health.openUntil,
  }
}

const isOpen = ({ openUntil }: Health, now: number): boolean => openUntil !== null && openUntil > now

function pauseAfter(failures: number): number {
  const over = failures - OPENS_AFTER
  return over < 0 ? 0 : PAUSES[Math.min(over, PAUSES.length - 1)]
}

export const isHopeless = ({ failingSince }: Health, now: number): boolean =>
  failingSince !== null && now - failingSince >= DISABLED_AFTER
