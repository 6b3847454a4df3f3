import { asText, checkoutConsent, type Json, type ParsedItem, type TickedBox } from '#sdk/index'
import { metaText } from './meta.ts'
import { CONSENT_FIELD } from './shop.ts'

interface Ticked extends Omit<TickedBox, 'account' | 'value' | 'proof'> {
  body: Json
  settings: Record<string, unknown>
}

/** The opt-in box of the checkout, as it came along with an order or its draft. */
export function whatsappConsent({ body, settings, ...about }: Ticked): ParsedItem | null {
  const ip = asText(body.customer_ip_address)
  return checkoutConsent({
    ...about,
    account: null,
    value: metaText(body, asText(settings.consentField) ?? CONSENT_FIELD),
    proof: { [`woocommerce_${about.source.kind}`]: about.source.id, ...(ip ? { ip } : {}) },
  })
}
