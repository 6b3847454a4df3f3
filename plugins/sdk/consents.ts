import type { ConsentPayload, Person } from './canonical.ts'
import { sha256 } from './hashes.ts'
import { handleOf } from './people.ts'
import type { ParsedItem, Subject } from './webhooks.ts'

const NO = ['no', 'false', '0', 'off', 'null']
const PLAIN_YES = ['yes', 'true', '1', 'on']

/** A box that was not ticked, as forms and shops write it. */
export const saysNo = (text: string): boolean => NO.includes(text.toLowerCase())

/** A box of ours on a shop's cart or checkout page, as it came along with a cart or an order. */
export interface TickedBox {
  account: string | null
  /** What the shop kept of it: the version of its words, or a plain yes or no. */
  value: string | null
  person: Person | undefined
  /** The cart it was ticked in where known, so that cart and order prove one and the same consent. */
  source: Subject
  at: number
  proof: ConsentPayload['proof']
}

/** The consent to WhatsApp that a box proves; null where it was not ticked, or nobody can be written to for it. */
export function checkoutConsent({ account, value, person, source, at, proof }: TickedBox): ParsedItem | null {
  const phone = handleOf(person, 'phone')
  if (value === null || phone === null || saysNo(value)) return null
  const payload: ConsentPayload = {
    channel: 'whatsapp',
    purpose: 'marketing',
    method: 'checkout',
    wordingVersion: PLAIN_YES.includes(value.toLowerCase()) ? null : value,
    proof,
  }
  return {
    account,
    type: 'consent.granted',
    // A buyer who corrects the number gives the consent again, for the new one.
    key: `whatsapp:${source.id}:${sha256(phone).slice(0, 16)}`,
    subject: source,
    occurredAt: at,
    payload,
    person,
  }
}
