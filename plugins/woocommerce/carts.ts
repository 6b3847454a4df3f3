import { asText, required } from '#sdk/index'
import type { CartPayload, Json, LineItem, ParsedItem } from '#sdk/index'
import { browserHints } from './browser.ts'
import { whatsappConsent } from './consents.ts'
import { gmt, idOf, type Delivered } from './delivered.ts'
import { lineItems, money } from './lines.ts'
import { buyer } from './people.ts'
import { shopUrl } from './shop.ts'

/** A draft of the block checkout. It keeps its id when it becomes an order, so the id joins the two. */
export function draftItems({ body, settings }: Delivered): ParsedItem[] {
  const cartId = required(idOf(body.id), 'order id')
  const changedAt = required(gmt(body.date_modified_gmt) ?? gmt(body.date_created_gmt), 'date_modified_gmt')
  const person = buyer(body)
  const source = { kind: 'cart', id: cartId }
  const items = lineItems(body)
  const payload: CartPayload = {
    cartId,
    recoveryUrl: recoveryUrl(body, items, settings),
    items,
    total: money(body.total, body.currency, 'total'),
    changedAt,
    completedAt: null,
    client: browserHints(body, changedAt),
  }
  const cart: ParsedItem = {
    account: null,
    type: 'cart.updated',
    key: `${cartId}:${changedAt}`,
    subject: source,
    occurredAt: changedAt,
    payload,
    person,
  }
  const consent = whatsappConsent({ body, settings, person, source, at: changedAt })
  return consent ? [cart, consent] : [cart]
}

/** The draft of the block checkout that an order was; the classic checkout has none. */
export function cartIdOf(order: Json): string | null {
  return asText(order.created_via) === 'store-api' ? idOf(order.id) : null
}

/**
 * Fills the cart anew. The draft's own payment page would end with the draft, which the shop deletes after a day, and
 * it takes no coupon; shops before WooCommerce 10 have nothing else.
 * https://developer.woocommerce.com/docs/best-practices/urls-and-routing/checkout-urls
 */
function recoveryUrl(body: Json, items: LineItem[], settings: Record<string, unknown>): string | null {
  const paymentPage = asText(body.payment_url)
  const major = Number.parseInt(asText(body.version) ?? '', 10)
  if (!(major >= 10) || items.length === 0) return paymentPage
  const plainAddresses = paymentPage !== null && !paymentPage.includes('/order-pay/')
  const link = new URL(`${shopUrl(settings)}/${plainAddresses ? '?checkout-link=1' : 'checkout-link/'}`)
  link.searchParams.set('products', items.map(({ id, quantity }) => `${id}:${quantity}`).join(','))
  return link.href
}
