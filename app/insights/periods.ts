import { DateTime } from 'luxon'
import { DAY } from '#app/clock'

export const PERIODS = ['today', '7', '30'] as const
export type PeriodName = (typeof PERIODS)[number]

export interface Span {
  since: number
  until: number
}

/** The period in the workspace's own days, and the one it is compared with: the same weekday, or as many days before. */
export function periodOf(name: PeriodName, now: number, zone: string): { span: Span; before: Span } {
  const today = DateTime.fromMillis(now, { zone }).startOf('day')
  if (name === 'today') {
    const since = today.toMillis()
    const lastWeek = today.minus({ days: 7 }).toMillis()
    return { span: { since, until: now }, before: { since: lastWeek, until: lastWeek + (now - since) } }
  }
  const days = Number(name)
  const since = today.minus({ days: days - 1 }).toMillis()
  return { span: { since, until: now }, before: { since: since - days * DAY, until: now - days * DAY } }
}

/** Where each of the last days began in that zone, oldest first; days are as long as clocks make them. */
export function daysBefore(now: number, zone: string, count: number): number[] {
  const today = DateTime.fromMillis(now, { zone }).startOf('day')
  return Array.from({ length: count }, (_, index) => today.minus({ days: count - 1 - index }).toMillis())
}
