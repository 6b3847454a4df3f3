import { createHash } from 'node:crypto'
import { asInstant, asObject, asText, required } from '#sdk/index'
import type { ChannelName, ConsentPayload, Json, ParsedItem, ParseResult, Person, Subject } from '#sdk/index'
import { attribute } from './browser.ts'
import type { Delivered } from './delivered.ts'
import { person as personFrom, phoneOf } from './people.ts'
import { CONSENT_ATTRIBUTE } from './shop.ts'

const NO = ['no', 'false', '0', 'off']
const PLAIN_YES = ['yes', 'true', '1', 'on']

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
  const type = CHANGES[(asText(state) ?? '').toLowerCase()]
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
        person: personFrom({ customerId, phone, email }),
      },
    ],
  }
}

const CHANGES: Record<string, 'consent.granted' | 'consent.withdrawn'> = {
  subscribed: 'consent.granted',
  unsubscribed: 'consent.withdrawn',
}

interface Ticked {
  body: Json
  settings: Record<string, unknown>
  person: Person | undefined
  account: string | null
  /** The cart it was ticked in where known, so that checkout and order prove one and the same consent. */
  source: Subject
  at: number
}

/** The opt-in box of the cart page, as it came along with a checkout or an order. */
export function whatsappConsent({ body, settings, person, account, source, at }: Ticked): ParsedItem | null {
  const value = attribute(body, asText(settings.consentAttribute) ?? CONSENT_ATTRIBUTE)
  const phone = phoneOf(person)
  if (value === null || phone === null || NO.includes(value.toLowerCase())) return null
  const payload: ConsentPayload = {
    channel: 'whatsapp',
    purpose: 'marketing',
    method: 'checkout',
    wordingVersion: PLAIN_YES.includes(value.toLowerCase()) ? null : value,
    proof: { [`shopify_${source.kind}`]: source.id },
  }
  // A buyer who corrects the number gives the consent again, for the new one.
  const number = createHash('sha256').update(phone).digest('hex').slice(0, 16)
  return {
    account,
    type: 'consent.granted',
    key: `whatsapp:${source.id}:${number}`,
    subject: source,
    occurredAt: at,
    payload,
    person,
  }
}
