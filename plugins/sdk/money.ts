import type { Money } from './canonical.ts'

// ISO 4217 currencies whose minor unit is not a hundredth.
const EXPONENTS: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
}

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: string): number {
  return EXPONENTS[currency.toUpperCase()] ?? 2
}

/**
 * Money from the decimal text vendors write (`"86.90"`, `"-3"`, `80`), without passing through a float. Null when
 * it is not an amount. Digits beyond the minor unit are rounded half away from zero.
 */
export function moneyFromDecimal(decimal: string | number, currency: string): Money | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(decimal).trim())
  if (!match || !/^[A-Za-z]{3}$/.test(currency)) return null
  const [, sign = '', whole = '0', fraction = ''] = match
  const exponent = currencyExponent(currency)
  const kept = `${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`
  const rounded = BigInt(kept) + (Number(fraction[exponent] ?? '0') >= 5 ? 1n : 0n)
  const amount = Number(rounded)
  if (!Number.isSafeInteger(amount)) return null
  return { amount: sign && amount !== 0 ? -amount : amount, currency: currency.toUpperCase() }
}

/** The decimal text vendors expect: `{ amount: 8690, currency: 'EUR' }` → `"86.90"`. */
export function decimalFromMoney({ amount, currency }: Money): string {
  const exponent = currencyExponent(currency)
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0')
  const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
  return amount < 0 ? `-${text}` : text
}
