import db from '@adonisjs/lucid/services/db'
import type { Identity, Person } from '#sdk/index'

interface ContactRow {
  id: string
  merged_into: string | null
  first_name: string | null
  last_name: string | null
  country: string | null
  city: string | null
  postal_code: string | null
}

/** The person behind a report, and the id Meta knows them by: that of the contact in force. */
export interface ReportedPerson {
  externalId: string
  person: Person
}

/**
 * People are read when a report leaves and never kept in it: what was erased meanwhile is not told. Answers by the id
 * that was asked for.
 */
export async function reportedPeople(contactIds: string[]): Promise<Map<string, ReportedPerson>> {
  const contacts = await contactsInForce(contactIds)
  const identities = await identitiesOf([...contacts.values()].map(({ id }) => id))
  return new Map(
    [...contacts].map(([asked, contact]) => [
      asked,
      { externalId: contact.id, person: personOf(contact, identities.get(contact.id) ?? []) },
    ])
  )
}

async function contactsInForce(contactIds: string[]): Promise<Map<string, ContactRow>> {
  const found = new Map<string, ContactRow>()
  let looking = new Map(contactIds.map((id) => [id, [id]]))
  while (looking.size > 0) {
    const rows: ContactRow[] = await db.from('contacts').whereIn('id', [...looking.keys()])
    const next = new Map<string, string[]>()
    for (const row of rows) {
      const asked = looking.get(row.id) ?? []
      if (row.merged_into) next.set(row.merged_into, [...(next.get(row.merged_into) ?? []), ...asked])
      else for (const id of asked) found.set(id, row)
    }
    looking = next
  }
  return found
}

async function identitiesOf(contactIds: string[]): Promise<Map<string, Identity[]>> {
  if (contactIds.length === 0) return new Map()
  const rows: { contact_id: string; kind: 'phone' | 'email'; value: string }[] = await db
    .from('contact_identities')
    .whereIn('contact_id', contactIds)
    .whereIn('kind', ['phone', 'email'])
    .orderBy('id')
  const found = new Map<string, Identity[]>()
  for (const { contact_id: id, kind, value } of rows) found.set(id, [...(found.get(id) ?? []), { kind, value }])
  return found
}

const personOf = (contact: ContactRow, identities: Identity[]): Person => ({
  identities,
  firstName: contact.first_name,
  lastName: contact.last_name,
  country: contact.country,
  city: contact.city,
  postalCode: contact.postal_code,
})
