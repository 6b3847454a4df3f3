import { viewer } from '~/hooks/catalogue'

export const MILLION = 1_000_000

/** Millionths of a currency's unit. A call costs a fraction of a cent, so small sums keep their first two figures. */
export function micros(amount: number, currency: string): string {
  const units = amount / MILLION
  const small = units !== 0 && Math.abs(units) < 0.1
  return new Intl.NumberFormat(viewer.tag, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(small ? { minimumSignificantDigits: 1, maximumSignificantDigits: 2 } : {}),
  }).format(units)
}

/** What stands in a form: plain units, as they are typed. */
export const unitsOf = (amount: number | null): number | '' => (amount === null ? '' : amount / MILLION)
export const amountOf = (units: number | string): number | null =>
  units === '' ? null : Math.round(Number(units) * MILLION)
