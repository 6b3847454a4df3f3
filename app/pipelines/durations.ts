import { DAY, HOUR, MINUTE, SECOND } from '#app/clock'

const UNITS = { s: SECOND, min: MINUTE, h: HOUR, d: DAY, w: 7 * DAY } as const

export const DURATION = /^(\d{1,5})\s*(s|min|h|d|w)$/

/** `45min`, `24h`, `7d`: business milliseconds. What does not fit the pattern was refused on save. */
export function milliseconds(duration: string): number {
  const [, count, unit] = DURATION.exec(duration) ?? []
  if (!count) throw new RangeError(`Not a duration: ${duration}`)
  return Number(count) * UNITS[unit as keyof typeof UNITS]
}
