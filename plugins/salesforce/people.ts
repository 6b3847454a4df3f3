import { asText } from '#sdk/index'
import type { Identity, Json, Person } from '#sdk/index'

const PHONES = ['MobilePhone', 'Phone', 'HomePhone', 'OtherPhone']

/** What is read of a person, of contacts and of leads. */
export const PERSON_FIELDS = {
  Contact: ['FirstName', 'LastName', 'Email', ...PHONES, 'MailingCity', 'MailingPostalCode'],
  Lead: ['FirstName', 'LastName', 'Company', 'Email', 'MobilePhone', 'Phone', 'City', 'PostalCode'],
}

/** Phones by which somebody is looked for. `HomePhone` and the like are not on leads. */
export const PHONE_FIELDS = { Contact: PHONES, Lead: ['MobilePhone', 'Phone'] }

/** Salesforce's own id of the person, which joins all that is told of them. */
export const recordIdentity = (organizationId: string, id: string): Identity => ({
  kind: 'crm_contact',
  value: longId(id),
  issuer: organizationId,
})

/** A contact or a lead as a person. Countries are free text in most orgs and say nothing reliable. */
export function personIn(record: Json, own: Identity, phoneField: string): Person {
  const phones = [...new Set([phoneField, ...PHONES].flatMap((name) => asText(record[name]) ?? []))]
  const email = asText(record.Email)
  return {
    identities: [
      own,
      ...phones.map((value) => ({ kind: 'phone' as const, value })),
      ...(email ? [{ kind: 'email' as const, value: email }] : []),
    ],
    firstName: asText(record.FirstName),
    lastName: asText(record.LastName),
    company: asText(record.Company),
    city: asText(record.MailingCity) ?? asText(record.City),
    postalCode: asText(record.MailingPostalCode) ?? asText(record.PostalCode),
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** Flows hand out ids of 15 characters, the API of 18: three more that say which letters are capitals. */
export function longId(id: string): string {
  if (id.length !== 15) return id
  const check = [0, 5, 10].map((start) => {
    const capitals = [...id.slice(start, start + 5)].map((letter, place) => (/[A-Z]/.test(letter) ? 1 << place : 0))
    return ALPHABET[capitals.reduce((sum, bit) => sum + bit, 0)]
  })
  return id + check.join('')
}
