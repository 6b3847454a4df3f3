import { DateTime } from 'luxon'
import type { Liquid } from 'liquidjs'
import { isMoney } from './arithmetic_filters.ts'
import type { Locale, RenderScope } from './rendering.ts'

interface FilterThis {
  context: { globals: object }
}

const DATE_STYLES: Record<string, Intl.DateTimeFormatOptions> = {
  short: { dateStyle: 'short' },
  medium: { dateStyle: 'medium' },
  long: { dateStyle: 'long' },
  full: { dateStyle: 'full' },
  time: { timeStyle: 'short' },
  datetime: { dateStyle: 'long', timeStyle: 'short' },
  weekday: { weekday: 'long' },
}

const localeOf = (filter: FilterThis): Locale => (filter.context.globals as RenderScope).$locale

/** An amount in minor units, with its own currency or the one named, as the reader's language writes it. */
export function formatMoney(value: unknown, { locale, currency }: Locale, named?: string): string {
  const money = isMoney(value) ? value : { amount: Number(value), currency: named ?? currency }
  if (value === null || value === undefined || value === '' || !Number.isFinite(Number(money.amount))) return ''
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency })
  const exponent = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(Number(money.amount) / 10 ** exponent)
}

function formatNumber(value: unknown, { locale }: Locale, digits?: number): string {
  if (value === null || value === undefined || value === '' || !Number.isFinite(Number(value))) return ''
  const exact = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return new Intl.NumberFormat(locale, exact).format(Number(value))
}

/** Epoch milliseconds, ISO texts and plain dates; a date without a time belongs to no zone and is not moved. */
function formatDate(value: unknown, { locale, timezone }: Locale, style = 'medium'): string {
  const plain = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  const zone = plain ? 'utc' : timezone
  const at = instant(value, zone)
  if (!at?.isValid) return ''
  const options = DATE_STYLES[style]
  return options ? at.setLocale(locale).toLocaleString(options) : at.setLocale(locale).toFormat(style)
}

function instant(value: unknown, zone: string): DateTime | null {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{12,14}$/.test(value)))
    return DateTime.fromMillis(Number(value), { zone })
  return typeof value === 'string' && value !== '' ? DateTime.fromISO(value, { setZone: false }).setZone(zone) : null
}

export function registerFormats(engine: Liquid): void {
  engine.registerFilter('money', function (this: FilterThis, value: unknown, currency?: string) {
    return formatMoney(value, localeOf(this), currency)
  })
  engine.registerFilter('number', function (this: FilterThis, value: unknown, digits?: number) {
    return formatNumber(value, localeOf(this), digits)
  })
  engine.registerFilter('date', function (this: FilterThis, value: unknown, style?: string) {
    return formatDate(value, localeOf(this), style)
  })
}
