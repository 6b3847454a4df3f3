import { asInteger, asObject, asObjects, asText, moneyFromDecimal, required } from '#sdk/index'
import type { Json, LineItem, Money } from '#sdk/index'
import { idOf } from './delivered.ts'

/** WooCommerce writes money as text, in as many decimals as the shop was set to. */
export function money(amount: unknown, currency: unknown, what: string): Money {
  return required(moneyFromDecimal(asText(amount) ?? '', asText(currency) ?? ''), what)
}

export function lineItems(order: Json): LineItem[] {
  return asObjects(order.line_items).map((line) => lineItem(line, order))
}

function lineItem(line: Json, order: Json): LineItem {
  const quantity = required(asInteger(line.quantity), 'line quantity')
  const productId = idOf(line.product_id)
  return {
    id: required(idOf(line.variation_id) ?? productId ?? idOf(line.id), 'line id'),
    productId,
    sku: asText(line.sku),
    title: asText(line.name) ?? '—',
    quantity,
    unitPrice: unitPrice(line, quantity, order),
    imageUrl: asText(asObject(line.image)?.src),
  }
}

// The line's total is after discounts and before tax; shops that show prices with tax are read as they show them.
function unitPrice(line: Json, quantity: number, { currency, prices_include_tax: withTax }: Json): Money {
  const total = money(line.total, currency, 'line total')
  const tax = withTax === true ? (moneyFromDecimal(asText(line.total_tax) ?? '0', total.currency)?.amount ?? 0) : 0
  return { ...total, amount: quantity === 0 ? 0 : Math.round((total.amount + tax) / quantity) }
}
