import { DAY, HOUR, MINUTE, SECOND } from '#app/clock'

const UNITS = { s: SECOND, min: MINUTE, h: HOUR, d: DAY, w: 7 * DAY } as const

export const DURATION = /^(\d{1,5})\s*(s|min|h|d|w)$/

/** `45min`, `24h`, `7d` taken apart, for words. What does not fit the pattern was refused on save. */
export function counted(duration: string): { count: number; unit: keyof typeof UNITS } {
  const [, count, unit] = DURATION.exec(duration) ?? []
  if (!count) throw new RangeError(`Not a duration: ${duration}`)
  return { count: Number(count), unit: unit as keyof typeof UNITS }
}

/** In business milliseconds. */
export function milliseconds(duration: string): number {
  const { count, unit } = counted(duration)
  return count * UNITS[unit]
}
