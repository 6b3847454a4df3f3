import { asText } from '#sdk/index'
import type { Identity, Json, Person } from '#sdk/index'
import { CONTACT_KEY } from './paths.ts'

const PHONES = [CONTACT_KEY, 'phone', 'mobilephone', 'hs_whatsapp_phone_number']

/** A whole contact record as a person. HubSpot's country is free text and says nothing reliable. */
export function propertiesToPerson(properties: Json, own: Identity): Person {
  const phones = [...new Set(PHONES.flatMap((name) => asText(properties[name]) ?? []))]
  const email = asText(properties.email)
  return {
    identities: [
      own,
      ...phones.map((value) => ({ kind: 'phone' as const, value })),
      ...(email ? [{ kind: 'email' as const, value: email }] : []),
    ],
    firstName: asText(properties.firstname),
    lastName: asText(properties.lastname),
    company: asText(properties.company),
    city: asText(properties.city),
    postalCode: asText(properties.zip),
  }
}
