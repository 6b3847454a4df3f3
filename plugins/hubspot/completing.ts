import { asText } from '#sdk/index'
import type { Context, DealPayload, LeadPayload, ParsedItem, Person } from '#sdk/index'
import { CONTACT_PROPERTIES, contactIdentity, DEAL_PROPERTIES, dealPayload } from './changes.ts'
import type { Beside } from './changes.ts'
import { HubSpotClient } from './client.ts'
import { CURRENCY, dealsBeside, readRecords } from './deal_records.ts'
import { propertiesToPerson } from './people.ts'
import { accountOf } from './portal.ts'

const SOURCE = 'hs_analytics_source'

/**
 * A webhook names a record and one property. What the record says beside it is read here, once for all that a delivery
 * tells, so that a milestone is told whole at its first telling. A record that is gone leaves its items as they are.
 */
export async function complete(context: Context, items: ParsedItem[]): Promise<ParsedItem[]> {
  const client = new HubSpotClient(context)
  const deals = await readRecords(client, 'deals', {
    ids: idsIn(items, 'deal.'),
    properties: [...DEAL_PROPERTIES, CURRENCY],
  })
  const contacts = await readRecords(client, 'contacts', {
    ids: [...new Set([...idsIn(items, 'lead.'), ...idsIn(items, 'customer.updated')])],
    properties: [...CONTACT_PROPERTIES, SOURCE],
  })
  const aboutDeals = await dealsBeside(client, deals)
  const account = accountOf(context)
  const aboutContacts = new Map(
    contacts.map(({ id, properties }) => [
      id,
      { person: propertiesToPerson(properties, contactIdentity(account, id)), source: asText(properties[SOURCE]) },
    ])
  )
  return items.map((item) => {
    const id = item.subject?.id ?? ''
    const [deal, contact] = [aboutDeals.get(id), aboutContacts.get(id)]
    if (isAbout(item, 'deal.') && deal) return wholeDeal(item, deal)
    if (isAbout(item, 'customer.updated') && contact) return { ...item, person: contact.person }
    return isAbout(item, 'lead.') && contact ? wholeLead(item, contact) : item
  })
}

const isAbout = ({ type }: ParsedItem, what: string): boolean => type.startsWith(what)

const idsIn = (items: ParsedItem[], what: string): string[] => [
  ...new Set(items.filter((item) => isAbout(item, what)).flatMap(({ subject }) => subject?.id ?? [])),
]

function wholeDeal(item: ParsedItem, beside: Beside): ParsedItem {
  const { dealId, title, stage, version } = item.payload as DealPayload
  const person = samePerson(item.person, beside.person) ? beside.person : item.person
  return {
    ...item,
    payload: dealPayload({ dealId, title, stage, at: version }, beside),
    ...(person ? { person } : {}),
  }
}

const wholeLead = (item: ParsedItem, { person, source }: { person: Person; source: string | null }): ParsedItem => ({
  ...item,
  payload: { ...(item.payload as LeadPayload), source },
  person,
})

/** Several may be on a deal, and who was just put on it is whom that is about. */
const samePerson = (told: Person | undefined, read: Person | undefined): boolean =>
  told === undefined || told.identities[0]?.value === read?.identities[0]?.value
