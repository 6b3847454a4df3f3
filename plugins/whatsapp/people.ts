import type { Identity, Person } from '#sdk/index'
import type { WireContact, WireValue } from './wire.ts'

/**
 * A WhatsApp id is a phone number without its plus, with two exceptions that would part it from the number a shop
 * knows: Brazilian mobiles of older accounts lack the ninth digit, Mexican ones carry an extra 1.
 */
export function phoneOf(waId: string): string {
  const brazil = /^55(\d{2})([6-9]\d{7})$/.exec(waId)
  if (brazil) return `+55${brazil[1]}9${brazil[2]}`
  const mexico = /^521(\d{10})$/.exec(waId)
  if (mexico) return `+52${mexico[1]}`
  return `+${waId}`
}

/** Whoever has a username may show no phone at all; either handle is enough. */
export function identitiesOf(waba: string, waId: string | undefined, userId: string | undefined): Identity[] {
  const identities: Identity[] = []
  if (userId) identities.push({ kind: 'whatsapp_user', value: userId, issuer: waba })
  if (waId) identities.push({ kind: 'phone', value: phoneOf(waId) })
  return identities
}

export function personOf(waba: string, value: WireValue, waId: string | undefined, userId: string | undefined): Person {
  const contact = contactOf(value, waId, userId)
  const country = /^([A-Z]{2})\./.exec(userId ?? '')?.[1]
  return {
    identities: identitiesOf(waba, waId || contact?.wa_id, userId || contact?.user_id),
    ...namesOf(contact?.profile?.name),
    ...(country ? { country } : {}),
  }
}

function contactOf(
  { contacts = [] }: WireValue,
  waId: string | undefined,
  userId: string | undefined
): WireContact | undefined {
  return contacts.find((each) => (userId && each.user_id === userId) || (waId && each.wa_id === waId))
}

const LETTERS = /\p{L}/u
const NAME = /^[\p{L}\p{M}.'’-]+$/u

/**
 * A profile name is whatever its owner typed. Two to four plain words are read as first name and the rest; anything
 * else that holds letters is kept whole, so that nobody is greeted by half of a shop's name.
 */
export function namesOf(profileName: string | undefined): { firstName?: string; lastName?: string } {
  const name = (profileName ?? '')
    .replace(/[\p{Extended_Pictographic}\p{Cc}\p{Cf}\u{FE0F}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (!LETTERS.test(name)) return {}

  const words = name.split(' ')
  const plain = words.length <= 4 && words.every((word) => NAME.test(word))
  if (!plain || words.length === 1) return { firstName: name }
  return { firstName: words[0], lastName: words.slice(1).join(' ') }
}
