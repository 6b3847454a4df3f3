import { currencyExponent, moneyFromDecimal } from '#sdk/index'
import type { Money } from '#sdk/index'

/**
 * What a person typed, with a comma or a point: `49,90`. Null when it is no amount, or has more decimals than the
 * currency: `4.900` is four thousand nine hundred to one reader and four ninety to another.
 */
export function typedMoney(text: string, currency: string): Money | null {
  const decimal = text.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2')
  const decimals = /\.(\d+)$/.exec(decimal)?.[1].length ?? 0
  return decimals > currencyExponent(currency) ? null : moneyFromDecimal(decimal, currency)
}
