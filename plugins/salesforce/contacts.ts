import { asText, InvalidInput } from '#sdk/index'
import type { Json, Person } from '#sdk/index'
import type { SalesforceClient } from './client.ts'
import { PHONE_FIELDS } from './people.ts'
import { recordSettings } from './records.ts'
import { endingWith, quoted } from './soql.ts'

export interface Handles {
  phone?: string | null
  email?: string | null
}

/** Fewer digits than these may end two people's numbers. */
const TELLING_DIGITS = 8

/**
 * The contact or open lead with this phone, else with this e-mail. Phones are free text there: those that end alike are
 * read, and the whole number is compared here.
 */
export async function findPerson(
  client: SalesforceClient,
  object: 'Contact' | 'Lead',
  { phone, email }: Handles
): Promise<string | null> {
  const { phoneField } = recordSettings(client.context.settings)
  const own = (await hasPhoneField(client, object)) ? [phoneField] : []
  const phones = PHONE_FIELDS[object]
  const tests = [
    ...(phone ? own.map((name) => `${name} = ${quoted(phone)}`) : []),
    ...(phone ? phones.map((name) => `${name} LIKE ${endingWith(phone.slice(-4))}`) : []),
    ...(email ? [`Email = ${quoted(email)}`] : []),
  ]
  if (tests.length === 0) return null
  const open = object === 'Lead' ? 'IsConverted = false AND ' : ''
  const { records } = await client.query(
    `SELECT Id, Email, ${[...own, ...phones].join(', ')} FROM ${object} WHERE ${open}(${tests.join(' OR ')}) ORDER BY CreatedDate LIMIT 200`
  )
  const said = (record: Json, name: string) => asText(record[name])
  const order: ((record: Json) => boolean)[] = [
    (record) => Boolean(phone) && said(record, phoneField) === phone,
    (record) => Boolean(phone) && phones.some((name) => samePhone(phone ?? '', said(record, name))),
    (record) => Boolean(email) && said(record, 'Email')?.toLowerCase() === email?.toLowerCase(),
  ]
  const found = order.map((test) => records.find(test)).find((record) => record !== undefined)
  return found ? asText(found.Id) : null
}

/** `333 000 0101`, `0039 333…` and `+39 333…` are the same number when one ends with the other. */
export function samePhone(phone: string, written: string | null): boolean {
  const digits = (text: string) => text.replaceAll(/\D/g, '').replace(/^0+/, '')
  const [ours, theirs] = [digits(phone), digits(written ?? '')]
  return theirs.length >= TELLING_DIGITS && ours.endsWith(theirs)
}

/** Whether the org has our external ID field on this object. Asked once per connection while it has not. */
export async function hasPhoneField(client: SalesforceClient, object: 'Contact' | 'Lead'): Promise<boolean> {
  const { context } = client
  const { phoneField } = recordSettings(context.settings)
  const name = `field.${object}.${phoneField}`
  if (await context.state.get<boolean>(name)) return true
  const there = externalIdIn(await client.describe(object), phoneField)
  if (there) await context.state.set(name, true)
  return there
}

/** A field of that name that Salesforce keeps unique and finds records by. */
export function externalIdIn(description: Json, name: string): boolean {
  const fields = Array.isArray(description.fields) ? (description.fields as Json[]) : []
  return fields.some((field) => field.name === name && field.externalId === true)
}

/**
 * Writes the person found by phone, then by e-mail, or makes them. Made by the external ID field where there is one, so
 * that two writers at once make one record.
 */
export async function upsertPerson(
  client: SalesforceClient,
  object: 'Contact' | 'Lead',
  { handles, fields, whenNew = {} }: { handles: Handles; fields: Json; whenNew?: Json }
): Promise<{ id: string; created: boolean }> {
  const { phone, email } = handles
  if (!phone && !email) throw new InvalidInput('A person needs a phone or an e-mail address', { field: 'phone' })
  const { phoneField } = recordSettings(client.context.settings)
  const keyed = Boolean(phone) && (await hasPhoneField(client, object))
  const written = { ...fields, ...(email && { Email: email }), ...(keyed && { [phoneField]: phone }) }
  const known = await findPerson(client, object, handles)
  if (known) {
    await client.update(object, known, written)
    return { id: known, created: false }
  }
  // Contacts and leads cannot be without a last name.
  const whole = {
    LastName: asText(fields.FirstName) ?? asText(whenNew.FirstName) ?? phone ?? email,
    ...whenNew,
    ...written,
    ...(phone && { MobilePhone: phone }),
  }
  return keyed ? client.upsert(object, phoneField, whole) : { id: await client.create(object, whole), created: true }
}

/** Writes the contact of this id, with the addresses it has none of. */
export async function updatePerson(
  client: SalesforceClient,
  id: string,
  { handles: { phone, email }, fields }: { handles: Handles; fields: Json }
): Promise<void> {
  const { phoneField } = recordSettings(client.context.settings)
  const keyed = Boolean(phone) && (await hasPhoneField(client, 'Contact'))
  const addresses = {
    ...(phone && { MobilePhone: phone }),
    ...(keyed && { [phoneField]: phone }),
    ...(email && { Email: email }),
  }
  await client.update('Contact', id, { ...addresses, ...fields })
}

/** A person in Salesforce's words. */
export const fieldsOf = (person: Omit<Person, 'identities'>): Json =>
  Object.fromEntries(
    Object.entries({
      FirstName: person.firstName,
      LastName: person.lastName,
      MailingCity: person.city,
      MailingPostalCode: person.postalCode,
    }).filter(([, value]) => value !== null && value !== undefined && value !== '')
  )
