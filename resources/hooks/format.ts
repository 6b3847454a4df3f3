import { translate, viewer } from './catalogue.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>()
function cached<F extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => F): F {
  const full = `${viewer.tag}|${viewer.timeZone}|${key}`
  const kept = cache.get(full) as F | undefined
  const format = kept ?? make()
  if (!kept) cache.set(full, format)
  return format
}

function date(name: string, options: Intl.DateTimeFormatOptions) {
  return (ms: number) => {
    const full = { ...options, timeZone: viewer.timeZone }
    return cached(`d:${name}`, () => new Intl.DateTimeFormat(viewer.tag, full)).format(ms)
  }
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** 10:36 */
export const clock = date('clock', CLOCK)
/** 10:36:02 */
export const seconds = date('seconds', { ...CLOCK, second: '2-digit' })
/** 14 May */
export const day = date('day', { day: 'numeric', month: 'short' })
/** 14 May 2026 */
export const dayOfYear = date('year', { day: 'numeric', month: 'short', year: 'numeric' })
/** Thu 14 May */
export const weekday = date('weekday', { weekday: 'short', day: 'numeric', month: 'short' })
/** Thu 10:36 */
export const weekdayClock = date('weekday_clock', { weekday: 'short', ...CLOCK })
/** 14 May 2026, 10:36 */
export const moment = date('moment', { day: 'numeric', month: 'short', year: 'numeric', ...CLOCK })
/** Thursday 14 May 2026, 10:36:02 CEST */
export const exact = date('exact', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  ...CLOCK,
  second: '2-digit',
  timeZoneName: 'short',
})

const dayKey = date('key', { year: 'numeric', month: '2-digit', day: '2-digit' })

export const sameDay = (a: number, b: number) => dayKey(a) === dayKey(b)

/** As short as can be without doubt: the hour today, "Yesterday", else the day. */
export function shortly(ms: number, now = Date.now()) {
  if (sameDay(ms, now)) return clock(ms)
  if (sameDay(ms, now - DAY)) return translate('console.time.yesterday')
  return now - ms < 300 * DAY ? day(ms) : dayOfYear(ms)
}

/** 8 ms, 0.8 s, 51 s, 60 min, 26 h, 4 days. */
export function duration(ms: number) {
  const unit = (name: string, n: number) => translate(`console.unit.${name}`, { n })
  if (ms < SECOND / 10) return unit('ms', Math.max(0, Math.round(ms)))
  if (ms < 10 * SECOND) return unit('s', Math.round(ms / 100) / 10)
  if (ms < 100 * SECOND) return unit('s', Math.round(ms / SECOND))
  if (ms < 100 * MINUTE) return unit('min', Math.round(ms / MINUTE))
  return ms < 48 * HOUR ? unit('h', Math.round(ms / HOUR)) : unit('days', Math.round(ms / DAY))
}

export function relative(ms: number, now = Date.now()) {
  const gap = now - ms
  if (Math.abs(gap) < 5 * SECOND) return translate('console.time.now')
  const words = duration(Math.max(SECOND, Math.round(Math.abs(gap) / SECOND) * SECOND))
  return translate(gap > 0 ? 'console.time.ago' : 'console.time.in', { words })
}

export const number = (n: number) => cached('n', () => new Intl.NumberFormat(viewer.tag)).format(n)

/** 1.2k, 13k */
export const compact = (n: number) =>
  cached('c', () => new Intl.NumberFormat(viewer.tag, { notation: 'compact', maximumFractionDigits: 1 }))
    .format(n)
    .replace('K', 'k')

/** From a share between 0 and 1. */
export const percent = (share: number) =>
  cached('%', () => new Intl.NumberFormat(viewer.tag, { style: 'percent', maximumFractionDigits: 1 })).format(share)

function currencyFormat(currency: string, whole: boolean) {
  const options: Intl.NumberFormatOptions = { style: 'currency', currency, ...(whole && { maximumFractionDigits: 0 }) }
  return cached(`m:${currency}:${whole}`, () => new Intl.NumberFormat(viewer.tag, options))
}

const exponentOf = (currency: string) => currencyFormat(currency, false).resolvedOptions().maximumFractionDigits ?? 2

/** Minor units of an ISO currency; `whole` leaves the cents out, for charts and headlines. */
export function money(minor: number, currency: string, { whole = false } = {}) {
  return currencyFormat(currency, whole).format(minor / 10 ** exponentOf(currency))
}
