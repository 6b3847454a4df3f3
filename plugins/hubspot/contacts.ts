import { asInstant, asObjects, asText, InvalidInput, Permanent } from '#sdk/index'
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

export interface Written {
  id: string
  created: boolean
  /** Epoch milliseconds; null where nothing had to be written. */
  modifiedAt: number | null
}

interface Manner {
  /** Written whatever is there. */
  given: Json
  /** An address the contact has already is left as it is. */
  fillOnly?: boolean
  /** Written with a new contact only. */
  whenNew?: Json
}

/** Writes the contact found by phone, then by e-mail, or makes it. The unique property keeps two writers from making two. */
export async function upsertContact(
  client: HubSpotClient,
  handles: Handles,
  { given, fillOnly = false, whenNew = {} }: Manner
): Promise<Written> {
  const { phone, email } = handles
  if (!phone && !email) throw new InvalidInput('A contact needs a phone or an e-mail address', { field: 'phone' })
  const addresses = { ...(phone ? { [CONTACT_KEY]: phone } : {}), ...(email ? { email } : {}) }
  const properties = { ...given, ...addresses }
  const known = await findContact(client, handles)
  if (known) return { ...(await write(client, known, fillOnly ? gaps(known, properties) : properties)), created: false }
  try {
    return await make(client, handles, { ...(phone ? { phone } : {}), ...whenNew, ...properties })
  } catch (error) {
    // The search lags some seconds behind: the record is there, and HubSpot says which.
    if (!(error instanceof Conflict) || error.existingId === null) throw error
    return { ...(await write(client, { id: error.existingId, properties: {} }, properties)), created: false }
  }
}

/** Writes the contact of this id, with the addresses it has none of. */
export async function writeContact(
  client: HubSpotClient,
  id: string,
  { handles, properties }: { handles: Handles; properties: Json }
): Promise<Omit<Written, 'created'>> {
  const { phone, email } = handles
  if (phone) await ensureProperty(client, 'contacts')
  const addresses = { ...(phone ? { [CONTACT_KEY]: phone, phone } : {}), ...(email ? { email } : {}) }
  return write(client, { id, properties: {} }, { ...addresses, ...properties })
}

const gaps = ({ properties: present }: FoundContact, properties: Json): Json =>
  asText(present.email) === null ? properties : without(properties, ['email'])

const without = (properties: Json, names: string[]): Json =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)))

async function write(
  client: HubSpotClient,
  { id, properties: present }: FoundContact,
  properties: Json
): Promise<Omit<Written, 'created'>> {
  const path = objects('contacts', `/${id}`)
  const news = Object.fromEntries(
    Object.entries(properties).filter(([name, value]) => asText(present[name]) !== asText(value))
  )
  if (Object.keys(news).length === 0) return { id, modifiedAt: null }
  try {
    return { id, modifiedAt: writtenAt(await client.change('PATCH', path, { properties: news })) }
  } catch (error) {
    // The record is theirs and the address somebody else's: whose it is, is not ours to decide.
    const taken = UNIQUE.find((name) => name in news)
    if (!(error instanceof Conflict) || taken === undefined) throw error
    client.context.logger.warn({ code: 'address_taken', property: taken, contact: id }, 'written without the address')
    return write(client, { id, properties: present }, without(news, [taken]))
  }
}

const UNIQUE = ['email', CONTACT_KEY]

const writtenAt = (answer: Json | undefined): number | null => asInstant(answer?.updatedAt)

async function make(client: HubSpotClient, { phone, email }: Handles, properties: Json): Promise<Written> {
  const [idProperty, id] = phone ? [CONTACT_KEY, phone] : ['email', email ?? '']
  const answer = await client.change('POST', objects('contacts', '/batch/upsert'), {
    inputs: [{ idProperty, id, properties }],
  })
  const [result] = asObjects(answer.results)
  const made = asText(result?.id)
  if (!made) throw new Permanent('HubSpot took the contact and did not say its id')
  return { id: made, created: result?.new !== false, modifiedAt: writtenAt(result) }
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
