import { asText, hmac } from '#sdk/index'

/** The order field our opt-in box writes; its value is the version of the wording. */
export const CONSENT_FIELD = '_staffetta_whatsapp_consent'

/** A shop's address as a person types it, with its folder where WordPress lives in one; never anything but HTTPS. */
export const SHOP_URL = /^https:\/\/[a-z0-9.-]+(:\d+)?(\/[^\s?#]*)?$/i

/** `Shop.example/wp-admin/` → `https://Shop.example`: what is left out or copied along from the address bar. */
export function tidyUrl(typed: unknown): unknown {
  if (typeof typed !== 'string' || typed.trim() === '') return typed
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`
  return url.replace(/\/(wp-admin|wp-json)(\/.*)?$/i, '').replace(/\/+$/, '')
}

/** The checked address of the connection's shop, without a slash at its end. */
export function shopUrl({ url }: Record<string, unknown>): string {
  if (typeof url !== 'string' || !SHOP_URL.test(url)) throw new TypeError('The shop’s address was not validated')
  return url.replace(/\/+$/, '')
}

/** What tells one shop from another: host and folder. `https://WWW.Shop.example/de/` → `shop.example/de`. */
export function accountOf(url: string): string | null {
  const parsed = URL.parse(url)
  if (!parsed) return null
  return `${parsed.host.replace(/^www\./, '')}${parsed.pathname}`.replace(/\/+$/, '').toLowerCase()
}

/**
 * The secret of our webhooks, made from the key's own secret, so that both are replaced together and nothing more has to
 * be kept. WooCommerce decodes HTML entities in it; hexadecimal digits have none.
 */
export function webhookSecret(credentials: Record<string, unknown>): string | null {
  const secret = asText(credentials.consumerSecret)
  return secret === null ? null : hmac('sha256', secret, 'staffetta webhooks', 'hex')
}
