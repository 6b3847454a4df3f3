import { asObjects, asText, InvalidInput, Permanent } from '#sdk/index'
import type { Json, Person } from '#sdk/index'
import type { HubSpotClient } from './client.ts'
import { Conflict } from './failures.ts'
import { CONTACT_KEY, objects } from './paths.ts'
import { ensureProperty } from './properties.ts'

export interface Handles {
  phone?: string | null
  email?: string | null
}

export interface FoundContact {
  id: string
  properties: Json
}

const PHONES = [CONTACT_KEY, 'phone', 'mobilephone', 'hs_whatsapp_phone_number']
/** Fewer digits than these may end two people's numbers. */
const TELLING_DIGITS = 8

/**
 * The contact with this phone, else with this e-mail. People write phones as they like and the CRM's search knows
 * words, so it is asked for the last four digits and the whole number is compared here.
 */
export async function findContact(
  client: HubSpotClient,
  { phone, email }: Handles,
  properties: string[] = []
): Promise<FoundContact | null> {
  if (phone) await ensureProperty(client, 'contacts')
  const filters = [...(phone ? phoneFilters(phone) : []), ...(email ? [equal('email', email.toLowerCase())] : [])]
  if (filters.length === 0) return null
  const answer = await client.ask(objects('contacts', '/search'), {
    filterGroups: filters.map((filter) => ({ filters: [filter] })),
    properties: [...new Set([...PHONES, 'email', ...properties])],
    limit: 100,
  })
  const found = asObjects(answer.results).flatMap((one) => {
    const id = asText(one.id)
    return id ? [{ id, properties: (one.properties ?? {}) as Json }] : []
  })
  const tests: ((contact: FoundContact) => boolean)[] = [
    (contact) => Boolean(phone) && asText(contact.properties[CONTACT_KEY]) === phone,
    (contact) => Boolean(phone) && PHONES.some((name) => samePhone(phone ?? '', asText(contact.properties[name]))),
    (contact) => Boolean(email) && asText(contact.properties.email)?.toLowerCase() === email?.toLowerCase(),
  ]
  return tests.map((test) => found.find(test)).find((contact) => contact !== undefined) ?? null
}

const equal = (propertyName: string, value: string) => ({ propertyName, operator: 'EQ', value })

const phoneFilters = (phone: string) => [
  equal(CONTACT_KEY, phone),
  equal('hs_whatsapp_phone_number', phone),
  ...['phone', 'mobilephone'].map((propertyName) => ({
    propertyName,
    operator: 'CONTAINS_TOKEN',
    value: `*${phone.slice(-4)}`,
  })),
]

/** `333 000 0101`, `0039 333…` and `+39 333…` are the same number when one ends with the other. */
export function samePhone(phone: string, written: string | null): boolean {
  const digits = (text: string) => text.replaceAll(/\D/g, '').replace(/^0+/, '')
  const [ours, theirs] = [digits(phone), digits(written ?? '')]
  return theirs.length >= TELLING_DIGITS && ours.endsWith(theirs)
}

/** Writes the contact found by phone, then by e-mail, or makes it. The unique property keeps two writers from making two. */
export async function upsertContact(
  client: HubSpotClient,
  handles: Handles,
  given: Json
): Promise<{ id: string; created: boolean }> {
  const { phone, email } = handles
  if (!phone && !email) throw new InvalidInput('A contact needs a phone or an e-mail address', { field: 'phone' })
  const properties = { ...given, ...(phone ? { [CONTACT_KEY]: phone } : {}), ...(email ? { email } : {}) }
  const known = await findContact(client, handles)
  if (known) return { id: await write(client, known, properties), created: false }
  try {
    return await make(client, handles, { ...(phone ? { phone } : {}), ...properties })
  } catch (error) {
    // The search lags some seconds behind: the record is there, and HubSpot says which.
    if (!(error instanceof Conflict) || error.existingId === null) throw error
    return { id: await write(client, { id: error.existingId, properties: {} }, properties), created: false }
  }
}

async function write(
  client: HubSpotClient,
  { id, properties: present }: FoundContact,
  properties: Json
): Promise<string> {
  const path = objects('contacts', `/${id}`)
  const news = Object.fromEntries(
    Object.entries(properties).filter(([name, value]) => asText(present[name]) !== asText(value))
  )
  if (Object.keys(news).length === 0) return id
  try {
    await client.change('PATCH', path, { properties: news })
  } catch (error) {
    // The phone is theirs and the address somebody else's: whose it is, is not ours to decide.
    if (!(error instanceof Conflict) || !('email' in news)) throw error
    const { email: _email, ...others } = news
    client.context.logger.warn({ code: 'email_taken', contact: id }, 'written without the e-mail address')
    if (Object.keys(others).length > 0) await client.change('PATCH', path, { properties: others })
  }
  return id
}

async function make(
  client: HubSpotClient,
  { phone, email }: Handles,
  properties: Json
): Promise<{ id: string; created: boolean }> {
  const [idProperty, id] = phone ? [CONTACT_KEY, phone] : ['email', email ?? '']
  const answer = await client.change('POST', objects('contacts', '/batch/upsert'), {
    inputs: [{ idProperty, id, properties }],
  })
  const [result] = asObjects(answer.results)
  const made = asText(result?.id)
  if (!made) throw new Permanent('HubSpot took the contact and did not say its id')
  return { id: made, created: result?.new !== false }
}

/** A person in HubSpot's words. */
export const propertiesOf = (person: Omit<Person, 'identities'>): Json =>
  Object.fromEntries(
    Object.entries({
      firstname: person.firstName,
      lastname: person.lastName,
      company: person.company,
      city: person.city,
      zip: person.postalCode,
      hs_language: person.language?.toLowerCase(),
    }).filter(([, value]) => value !== null && value !== undefined && value !== '')
  )
