import { DateTime } from 'luxon'

interface Wanted {
  /** `09:00` */
  time: string
  daysAhead: number
  /** 1 is Monday; null: any. */
  weekdays: number[] | null
  /** IANA name. */
  zone: string
}

/** The next business instant at which it is `time` there. An hour that a change of clocks leaves out is moved on, as clocks do. */
export function nextTime(now: number, { time, daysAhead, weekdays, zone }: Wanted): number {
  const [hour, minute] = time.split(':').map(Number)
  const today = DateTime.fromMillis(now, { zone })
    .plus({ days: daysAhead })
    .set({ hour, minute, second: 0, millisecond: 0 })
  let found = today.toMillis() > now ? today : today.plus({ days: 1 })
  while (weekdays && !weekdays.includes(found.weekday)) found = found.plus({ days: 1 })
  return found.toMillis()
}
