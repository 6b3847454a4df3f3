import { asObjects, asText, moneyFromDecimal, required } from '#sdk/index'
import type { ParsedItem, ProductPayload } from '#sdk/index'
import { gmt, idOf, type Delivered } from './delivered.ts'

/** `product.created`, `product.updated` and `product.restored`. That it is back in stock is found out by the core. */
export function productItems({ body, settings }: Delivered): ParsedItem[] {
  const productId = required(idOf(body.id), 'product id')
  const version = required(gmt(body.date_modified_gmt), 'date_modified_gmt')
  const payload: ProductPayload = {
    productId,
    title: required(asText(body.name), 'name'),
    url: asText(body.permalink),
    imageUrl: asText(asObjects(body.images)[0]?.src),
    price: moneyFromDecimal(asText(body.price) ?? '', asText(settings.currency) ?? ''),
    available: isAvailable(body),
    version,
  }
  return [
    {
      account: null,
      type: 'product.updated',
      key: `${productId}:${version}`,
      subject: { kind: 'product', id: productId },
      revision: String(version),
      occurredAt: version,
      payload,
    },
  ]
}

/** `onbackorder` is sold, too. */
export function isAvailable({ status, stock_status: stock }: Record<string, unknown>): boolean {
  return asText(status) === 'publish' && ['instock', 'onbackorder'].includes(asText(stock) ?? '')
}
