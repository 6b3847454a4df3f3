import {
  asInteger,
  asObjects,
  asText,
  moneyFromDecimal,
  required,
  type Json,
  type LineItem,
  type Money,
} from '#sdk/index'

export function money(amount: unknown, currency: unknown, what: string): Money {
  return required(moneyFromDecimal(asText(amount) ?? '', asText(currency) ?? ''), what)
}

/** Lines of a checkout, an order or a refund, in the shop's currency. */
export function lineItems(lines: unknown, currency: unknown): LineItem[] {
  return asObjects(lines).map((line) => lineItem(line, currency))
}

function lineItem(line: Json, currency: unknown): LineItem {
  const quantity = required(asInteger(line.quantity), 'line quantity')
  const productId = asText(line.product_id)
  return {
    id: required(asText(line.variant_id) ?? productId ?? asText(line.id) ?? asText(line.key), 'line id'),
    productId,
    sku: asText(line.sku),
    title: asText(line.presentment_title) ?? asText(line.title) ?? asText(line.name) ?? '—',
    quantity,
    unitPrice: afterDiscounts(line, quantity, currency),
  }
}

function afterDiscounts(line: Json, quantity: number, currency: unknown): Money {
  const price = money(line.price ?? line.variant_price, currency, 'line price')
  const allocated = asObjects(line.discount_allocations).map((each) => money(each.amount, currency, 'discount').amount)
  const discount = allocated.reduce((sum, amount) => sum + amount, 0)
  if (discount === 0 || quantity === 0) return price
  return { ...price, amount: Math.max(0, Math.round(price.amount - discount / quantity)) }
}
