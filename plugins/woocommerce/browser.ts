import { asText, clickCookie, type ClientHints, type Json } from '#sdk/index'
import { metaText } from './meta.ts'

/** What the shop kept of the buyer's browser. WooCommerce's own order attribution remembers the page they came in by. */
export function browserHints(order: Json, at: number): ClientHints {
  const sourceUrl = landingUrl(order)
  return {
    ip: asText(order.customer_ip_address),
    userAgent: asText(order.customer_user_agent),
    sourceUrl,
    fbc: metaText(order, '_fbc') ?? clickCookie(sourceUrl, at),
    fbp: metaText(order, '_fbp'),
  }
}

export function landingUrl(order: Json): string | null {
  const entry = metaText(order, '_wc_order_attribution_session_entry')
  return entry === null ? null : (URL.parse(entry)?.href ?? null)
}
