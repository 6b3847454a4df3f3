import { asObject, asObjects, asText, moneyFromDecimal } from '#sdk/index'
import type { Json, Person } from '#sdk/index'
import { CONTACT_PROPERTIES, contactIdentity } from './changes.ts'
import type { Beside } from './changes.ts'
import type { HubSpotClient, Portal } from './client.ts'
import { associations, objects } from './paths.ts'
import { propertiesToPerson } from './people.ts'
import { accountOf, portalOf } from './portal.ts'

export const CURRENCY = 'deal_currency_code'

/** A record as it was read. */
export interface ReadRecord {
  id: string
  properties: Json
}

/** Up to a hundred records; those that are gone are left out. */
export async function readRecords(
  client: HubSpotClient,
  list: 'contacts' | 'deals',
  { ids, properties }: { ids: string[]; properties: string[] }
): Promise<ReadRecord[]> {
  if (ids.length === 0) return []
  const answer = await client.ask(objects(list, '/batch/read'), { inputs: ids.map((id) => ({ id })), properties })
  return asObjects(answer.results).flatMap((record) => {
    const id = asText(record.id)
    return id ? [{ id, properties: asObject(record.properties) ?? {} }] : []
  })
}

/** What deals say beside a change of theirs: title, stage, worth, and who they are with. */
export async function dealsBeside(client: HubSpotClient, deals: ReadRecord[]): Promise<Map<string, Beside>> {
  if (deals.length === 0) return new Map()
  const portal = await portalOf(client)
  const owners = await contactsOfDeals(
    client,
    deals.map(({ id }) => id)
  )
  const people = await peopleById(client, [...new Set(owners.values())])
  return new Map(
    deals.map(({ id, properties }) => {
      const person = people.get(owners.get(id) ?? '')
      return [id, { ...wordsOf(properties, portal), ...(person ? { person } : {}) }]
    })
  )
}

/** Contacts as persons, with all their handles. One that may not be read is known by its id. */
export async function peopleById(client: HubSpotClient, ids: string[]): Promise<Map<string, Person>> {
  const account = accountOf(client.context)
  const known = await readRecords(client, 'contacts', { ids, properties: CONTACT_PROPERTIES })
  const people = new Map<string, Person>(ids.map((id) => [id, { identities: [contactIdentity(account, id)] }]))
  for (const { id, properties } of known) people.set(id, propertiesToPerson(properties, contactIdentity(account, id)))
  return people
}

function wordsOf(properties: Json, portal: Portal): Omit<Beside, 'person'> {
  const amount = asText(properties.amount)
  const currency = asText(properties[CURRENCY]) ?? portal.currency
  return {
    title: asText(properties.dealname),
    stage: asText(properties.dealstage),
    value: amount && currency ? moneyFromDecimal(amount, currency) : null,
  }
}

/** Whose each deal is: the first contact on it. */
async function contactsOfDeals(client: HubSpotClient, ids: string[]): Promise<Map<string, string>> {
  const answer = await client.ask(associations('deals', 'contacts'), { inputs: ids.map((id) => ({ id })) })
  return new Map(
    asObjects(answer.results).flatMap((result): [string, string][] => {
      const deal = asText(asObject(result.from)?.id)
      const contact = asText(asObjects(result.to)[0]?.toObjectId)
      return deal && contact ? [[deal, contact]] : []
    })
  )
}
