/** The Admin API version every call and subscription is pinned to. An expired one falls forward in silence. */
export const ADMIN_VERSION = '2026-10'

/**
 * What Shopify calls a shop. Checked before any request: the client secret is sent to this host, so a host of
 * somebody's choosing would be given it.
 */
export const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/

/** What the connector asks for, for the wizard and the connection test. `write_x` includes `read_x`. */
export const SCOPES = [
  'read_orders',
  'write_customers',
  'read_products',
  'read_fulfillments',
  'write_discounts',
] as const

/** The order or checkout attribute our opt-in box writes; its value is the version of the wording. */
export const CONSENT_ATTRIBUTE = 'staffetta_whatsapp_consent'

export function shopDomain(settings: Record<string, unknown>): string {
  const shop = settings.shop
  if (typeof shop !== 'string' || !SHOP_DOMAIN.test(shop)) {
    throw new TypeError('The shop domain of this connection was not validated')
  }
  return shop
}
