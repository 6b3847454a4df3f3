import { asObject, asText, decimalFromMoney, InvalidInput, moneyFromDecimal } from '#sdk/index'
import type { Money } from '#sdk/index'

/** https://developer.paypal.com/api/rest/reference/currency-codes */
export const CURRENCIES =
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD'.split(' ')

/** Have decimals by ISO 4217, and none at PayPal. */
const WHOLE = ['HUF', 'TWD']

/** An amount as PayPal writes it. Throws `InvalidInput` at `amount` or `currency` for what it does not take. */
export function paypalAmount({ amount, currency }: Money): { currencyCode: string; value: string } {
  if (!CURRENCIES.includes(currency))
    throw new InvalidInput('PayPal does not take this currency', { field: 'currency' })
  if (!Number.isSafeInteger(amount) || amount <= 0)
    throw new InvalidInput('The amount has to be more than nothing', { field: 'amount' })
  if (!WHOLE.includes(currency)) return { currencyCode: currency, value: decimalFromMoney({ amount, currency }) }
  if (amount % 100 !== 0) throw new InvalidInput('PayPal takes no parts of this currency', { field: 'amount' })
  return { currencyCode: currency, value: String(amount / 100) }
}

/** `{ currency_code, value }` as money; null where it is none. */
export function moneyOf(value: unknown): Money | null {
  const { value: decimal, currency_code: currency } = asObject(value) ?? {}
  return moneyFromDecimal(asText(decimal) ?? '', asText(currency) ?? '')
}
