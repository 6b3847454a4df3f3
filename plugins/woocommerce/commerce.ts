import { asObject, asObjects, asText, moneyFromDecimal } from '#sdk/index'
import type { CommerceOrder, CommerceProduct, CommerceRole, Context, Json } from '#sdk/index'
import { WooClient } from './client.ts'
import { createCoupon } from './coupons.ts'
import { gmt, idOf } from './delivered.ts'
import { lineItems, money } from './lines.ts'
import { isAvailable } from './products.ts'
import { shopUrl } from './shop.ts'
import { DRAFT, NO_ORDERS, statusOf } from './statuses.ts'

const PAGE = 50

export const commerce: CommerceRole = {
  async products(context, cursor) {
    const client = new WooClient(context)
    const page = Number(cursor ?? 1)
    const currency = await currencyOf(client)
    const filter = { status: 'publish', orderby: 'id', order: 'asc', per_page: PAGE, page }
    const { body, pages } = await client.read('products', filter)
    return {
      items: asObjects(body).map((product) => productOf(product, currency)),
      cursor: page < pages ? String(page + 1) : null,
    }
  },

  async findOrders(context, { email, phone, number }) {
    const wanted = number?.replace(/^#/, '').trim() ?? email ?? phone
    if (!wanted) return []
    const orders = (await found(context, wanted)).filter((order) => ![...NO_ORDERS, DRAFT].includes(statusOf(order)))
    return orders.filter((order) => isOf(order, { email, phone, number: number ? wanted : undefined })).map(orderOf)
  },

  checkoutLink(context, { recoveryUrl, discountCode }) {
    const link = new URL(recoveryUrl ?? `${shopUrl(context.settings)}/checkout/`)
    if (discountCode) link.searchParams.set('coupon', discountCode)
    return link.href
  },

  createDiscount: createCoupon,
}

/** The currency the shop sells in; prices and coupons are in it without saying so. */
export async function currencyOf(client: WooClient): Promise<string> {
  const { body } = await client.read('settings/general/woocommerce_currency', { _fields: 'id,value' })
  return asText(asObject(body)?.value) ?? ''
}

/** The shop searches everywhere and loosely: what does not fit is taken out again. */
async function found(context: Context, search: string): Promise<Json[]> {
  const { body } = await new WooClient(context).read('orders', { search, per_page: 20, orderby: 'date', order: 'desc' })
  return asObjects(body)
}

function isOf(order: Json, { email, phone, number }: { email?: string; phone?: string; number?: string }): boolean {
  const billing = asObject(order.billing) ?? {}
  if (number) return asText(order.number) === number
  if (email) return asText(billing.email)?.toLowerCase() === email.toLowerCase()
  return sameNumber(asText(billing.phone) ?? '', phone ?? '')
}

// One is written with its country, the other perhaps not.
function sameNumber(one: string, other: string): boolean {
  const [a = '', b = ''] = [one, other].map((text) => text.replace(/\D/g, '').replace(/^0+/, ''))
  return a.length >= 7 && b.length >= 7 && (a.endsWith(b) || b.endsWith(a))
}

function productOf(product: Json, currency: string): CommerceProduct {
  return {
    id: idOf(product.id) ?? '',
    title: asText(product.name) ?? '—',
    url: asText(product.permalink),
    imageUrl: asText(asObjects(product.images)[0]?.src),
    price: moneyFromDecimal(asText(product.price) ?? '', currency),
    available: isAvailable(product),
  }
}

function orderOf(order: Json): CommerceOrder {
  const number = asText(order.number) ?? idOf(order.id) ?? ''
  return {
    id: idOf(order.id) ?? '',
    number: `#${number.replace(/^#/, '')}`,
    total: money(order.total, order.currency, 'total'),
    placedAt: gmt(order.date_created_gmt) ?? 0,
    statusUrl: null,
    items: lineItems(order),
  }
}
