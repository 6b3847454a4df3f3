import type { Client, Row } from '#app/database'
import { together } from '#app/together'
import type { FieldType } from './contact_field.ts'
import { valueOf } from './field_values.ts'

/** What templates and conditions see of a contact: `{ contact: { first_name, …, fields: { … }, tags: [ … ] } }`. */
export const contactValues = together(
  async (client: Client, contactIds: string[]): Promise<Record<string, unknown>[]> => {
    const ids = [...new Set(contactIds)]
    const contacts: Row[] = await client.from('contacts').whereIn('id', ids)
    const byId = new Map(contacts.map((row) => [String(row.id), row]))
    const extras = Map.groupBy(await extrasOf(client, ids), (row) => String(row.contact_id))
    return contactIds.map((id) => valuesFrom(byId.get(id), extras.get(id) ?? []))
  }
)

function valuesFrom(contact: Row | undefined, extras: Row[]): Record<string, unknown> {
  if (!contact) return { contact: {} }
  const fields = extras
    .filter((row) => row.type !== null)
    .map((row) => [String(row.name), valueOf(row.type as FieldType, row)])
  const tags = extras.filter((row) => row.type === null).map((row) => String(row.name))
  return {
    contact: {
      id: contact.id,
      first_name: contact.first_name,
      last_name: contact.last_name,
      name: [contact.first_name, contact.last_name].filter(Boolean).join(' ') || null,
      company: contact.company,
      phone: contact.phone,
      email: contact.email,
      language: contact.language,
      country: contact.country,
      timezone: contact.timezone,
      city: contact.city,
      postal_code: contact.postal_code,
      fields: Object.fromEntries(fields),
      tags: tags.sort(),
    },
  }
}

/** Fields and tags in one statement: this is read for every message. */
async function extrasOf(client: Client, contactIds: string[]): Promise<Row[]> {
  return client
    .from('contact_field_values as v')
    .join('contact_fields as f', 'f.id', 'v.field_id')
    .whereIn('v.contact_id', contactIds)
    .whereNull('f.archived_at')
    .select(
      'v.contact_id',
      'f.name',
      'f.type',
      'v.text_value',
      'v.number_value',
      'v.date_value',
      'v.boolean_value',
      'v.minor_value',
      'v.currency'
    )
    .unionAll((query) => {
      const nothing = ['type', 'text_value', 'number_value', 'date_value', 'boolean_value', 'minor_value', 'currency']
        .map((name) => `null as ${name}`)
        .join(', ')
      query
        .from('contact_tags as ct')
        .join('tags as t', 't.id', 'ct.tag_id')
        .whereIn('ct.contact_id', contactIds)
        .select('ct.contact_id', 't.name', client.knexRawQuery(nothing))
    })
}
