import { createHash } from 'node:crypto'
import { asText, type ConsentPayload, type Json, type ParsedItem, type Person, type Subject } from '#sdk/index'
import { metaText } from './meta.ts'
import { phoneOf } from './people.ts'
import { CONSENT_FIELD } from './shop.ts'

const NO = ['no', 'false', '0', 'off']
const PLAIN_YES = ['yes', 'true', '1', 'on']

interface Ticked {
  body: Json
  settings: Record<string, unknown>
  person: Person | undefined
  /** The cart it was ticked in where known, so that draft and order prove one and the same consent. */
  source: Subject
  at: number
}

/** The opt-in box of the checkout, as it came along with an order or its draft. */
export function whatsappConsent({ body, settings, person, source, at }: Ticked): ParsedItem | null {
  const value = metaText(body, asText(settings.consentField) ?? CONSENT_FIELD)
  const phone = phoneOf(person)
  if (value === null || phone === null || NO.includes(value.toLowerCase())) return null
  const ip = asText(body.customer_ip_address)
  const payload: ConsentPayload = {
    channel: 'whatsapp',
    purpose: 'marketing',
    method: 'checkout',
    wordingVersion: PLAIN_YES.includes(value.toLowerCase()) ? null : value,
    proof: { [`woocommerce_${source.kind}`]: source.id, ...(ip ? { ip } : {}) },
  }
  // A buyer who corrects the number gives the consent again, for the new one.
  const number = createHash('sha256').update(phone).digest('hex').slice(0, 16)
  return {
    account: null,
    type: 'consent.granted',
    key: `whatsapp:${source.id}:${number}`,
    subject: source,
    occurredAt: at,
    payload,
    person,
  }
}
