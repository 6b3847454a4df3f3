import { DateTime } from 'luxon'

/** `2026-11`, by the calendar of the workspace's zone: budgets begin anew there at midnight. */
export const monthOf = (instant: number, zone: string): string =>
  DateTime.fromMillis(instant, { zone }).toFormat('yyyy-MM')

/** When that month begins and ends, business instants. */
export function spanOf(month: string, zone: string): { since: number; until: number } {
  const start = DateTime.fromFormat(month, 'yyyy-MM', { zone })
  return { since: start.toMillis(), until: start.plus({ months: 1 }).toMillis() }
}

export const dayOf = (instant: number, zone: string): string => DateTime.fromMillis(instant, { zone }).toISODate() ?? ''

/** The last days up to this one that belong to its month, oldest first. */
export function lastDays(instant: number, zone: string, most: number): string[] {
  const today = DateTime.fromMillis(instant, { zone })
  return Array.from(
    { length: Math.min(most, today.day) },
    (_, index) => today.minus({ days: index }).toISODate() ?? ''
  ).reverse()
}
