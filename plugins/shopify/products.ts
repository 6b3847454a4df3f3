import { asInstant, asInteger, asObject, asObjects, asText, moneyFromDecimal, required } from '#sdk/index'
import type { Json, Money, ParsedItem, ProductPayload } from '#sdk/index'
import type { Delivered } from './delivered.ts'

/** `products/update`. The body has prices without a currency, so the price is only known from the shop's own. */
export function productItems({ body, account }: Delivered): ParsedItem[] {
  const productId = required(asText(body.id), 'product id')
  const version = required(asInstant(body.updated_at), 'updated_at')
  const handle = asText(body.handle)
  const payload: ProductPayload = {
    productId,
    title: required(asText(body.title), 'title'),
    url: handle && account ? `https://${account}/products/${handle}` : null,
    imageUrl: asText(asObject(body.image)?.src),
    price: price(body),
    available: asText(body.status) === 'active' && asObjects(body.variants).some(sellable),
    version,
  }
  return [
    {
      account,
      type: 'product.updated',
      key: `${productId}:${version}`,
      subject: { kind: 'product', id: productId },
      occurredAt: version,
      payload,
    },
  ]
}

// `continue` sells on when nothing is left; without inventory management there is nothing to run out of.
function sellable(variant: Json) {
  if (asText(variant.inventory_policy) === 'continue' || variant.inventory_management === null) return true
  const left = asInteger(variant.inventory_quantity)
  return left === null || left > 0
}

function price(body: Json): Money | null {
  const currency = asText(body.currency)
  const amounts = asObjects(body.variants).map((variant) =>
    moneyFromDecimal(asText(variant.price) ?? '', currency ?? '')
  )
  return amounts.filter((amount) => amount !== null).toSorted((a, b) => a.amount - b.amount)[0] ?? null
}
