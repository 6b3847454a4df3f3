import { asInstant, asObject, asText, checkoutConsent, entryOf, personOf, required } from '#sdk/index'
import type { ChannelName, ConsentPayload, Json, ParsedItem, ParseResult, TickedBox } from '#sdk/index'
import { attribute } from './browser.ts'
import type { Delivered } from './delivered.ts'
import { customerIdentity } from './people.ts'
import { CONSENT_ATTRIBUTE } from './shop.ts'

/** `customers_marketing_consent/update`: text messages. It says nothing about WhatsApp. */
export function smsConsent(delivered: Delivered): ParseResult {
  return marketingConsent(delivered, 'sms', asObject(delivered.body.sms_marketing_consent))
}

/** `customers_email_marketing_consent/update`. */
export function emailConsent(delivered: Delivered): ParseResult {
  return marketingConsent(delivered, 'email', asObject(delivered.body.email_marketing_consent))
}

function marketingConsent({ body, account }: Delivered, channel: ChannelName, consent: Json | null): ParseResult {
  const customerId = required(asText(body.id) ?? asText(body.customer_id), 'customer id')
  const { state, consent_updated_at: updatedAt, ...how } = required(consent, 'marketing consent')
  // A pending double opt-in and a customer who never chose are neither a yes nor a no.
  const type = entryOf(CHANGES, asText(state)?.toLowerCase())
  if (!type) return { kind: 'ignored', reason: 'consent_undecided' }
  const at = required(asInstant(updatedAt), 'consent_updated_at')
  const payload: ConsentPayload = {
    channel,
    purpose: 'marketing',
    method: (asText(how.consent_collected_from) ?? 'shop').toLowerCase(),
    proof: { shopify_customer: customerId, opt_in_level: asText(how.opt_in_level) ?? 'unknown' },
  }
  const phone = asText(body.phone)
  const email = asText(body.email) ?? asText(body.email_address)
  return {
    kind: 'items',
    items: [
      {
        account,
        type,
        key: `${customerId}:${channel}:${at}`,
        subject: { kind: 'customer', id: customerId },
        occurredAt: at,
        payload,
        person: personOf({ own: customerIdentity(customerId), phone, email }),
      },
    ],
  }
}

const CHANGES: Record<string, 'consent.granted' | 'consent.withdrawn'> = {
  subscribed: 'consent.granted',
  unsubscribed: 'consent.withdrawn',
}

interface Ticked extends Omit<TickedBox, 'value' | 'proof'> {
  body: Json
  settings: Record<string, unknown>
}

/** The opt-in box of the cart page, as it came along with a checkout or an order. */
export const whatsappConsent = ({ body, settings, ...about }: Ticked): ParsedItem | null =>
  checkoutConsent({
    ...about,
    value: attribute(body, asText(settings.consentAttribute) ?? CONSENT_ATTRIBUTE),
    proof: { [`shopify_${about.source.kind}`]: about.source.id },
  })
