import { asText, type ClientHints, type Json } from '#sdk/index'
import { metaText } from './meta.ts'

/** What the shop kept of the buyer's browser. WooCommerce's own order attribution remembers the page they came in by. */
export function browserHints(order: Json, at: number): ClientHints {
  const sourceUrl = landingUrl(order)
  const clickId = sourceUrl && asText(URL.parse(sourceUrl)?.searchParams.get('fbclid'))
  return {
    ip: asText(order.customer_ip_address),
    userAgent: asText(order.customer_user_agent),
    sourceUrl,
    // Meta's own form of the cookie: version, subdomain index, time of the click, click id.
    fbc: metaText(order, '_fbc') ?? (clickId ? `fb.1.${at}.${clickId}` : null),
    fbp: metaText(order, '_fbp'),
  }
}

export function landingUrl(order: Json): string | null {
  const entry = metaText(order, '_wc_order_attribution_session_entry')
  return entry === null ? null : (URL.parse(entry)?.href ?? null)
}
