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
