import { currencyExponent, InvalidInput } from '#sdk/index'
import type { Money } from '#sdk/index'

/**
 * Decimals where Stripe counts otherwise than ISO 4217: the ariary has none there, and króna and shilling are written as
 * if they had two. https://docs.stripe.com/currencies#special-cases
 */
const DECIMALS: Record<string, number> = { MGA: 0, ISK: 2, UGX: 2 }
/** Stripe takes three decimals only with a nought at the end. */
const ROUNDED_TO_TEN = ['BHD', 'JOD', 'KWD', 'OMR', 'TND']

const shiftOf = (currency: string) => (DECIMALS[currency] ?? currencyExponent(currency)) - currencyExponent(currency)

/** An amount in Stripe's smallest units. Throws `InvalidInput` at `amount` for what cannot be written so. */
export function stripeAmount({ amount, currency }: Money): { amount: number; currency: string } {
  if (!Number.isSafeInteger(amount) || amount <= 0)
    throw new InvalidInput('The amount has to be more than nothing', { field: 'amount' })
  const shifted = amount * 10 ** shiftOf(currency)
  if (!Number.isInteger(shifted) || (ROUNDED_TO_TEN.includes(currency) && amount % 10 !== 0))
    throw new InvalidInput('Stripe does not take so small a part of this currency', { field: 'amount' })
  return { amount: shifted, currency: currency.toLowerCase() }
}

/** Stripe's amount as money; null where it is none. */
export function moneyOf(amount: unknown, currency: unknown): Money | null {
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount)) return null
  if (typeof currency !== 'string' || !/^[a-z]{3}$/i.test(currency)) return null
  const code = currency.toUpperCase()
  return { amount: Math.round(amount / 10 ** shiftOf(code)), currency: code }
}
