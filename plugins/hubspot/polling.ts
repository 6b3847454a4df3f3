import { asInstant, asInteger, asObject, asObjects, asText } from '#sdk/index'
import type { Context, Json, ParsedItem, Person } from '#sdk/index'
import { CONTACT_PROPERTIES, contactIdentity, contactItems, DEAL_PROPERTIES, dealItems } from './changes.ts'
import type { ObjectKind, PropertyChange } from './changes.ts'
import { HubSpotClient } from './client.ts'
import type { Portal } from './client.ts'
import { propertiesToPerson } from './people.ts'
import { createdItem } from './happenings.ts'
import { CURRENCY, dealsBeside } from './deal_records.ts'
import { objects } from './paths.ts'
import { accountOf, portalOf } from './portal.ts'

const FIRST_LOOK_BACK = 24 * 3_600_000
/** The index of the search lags behind the records. What is read twice is known by its key. */
const OVERLAP = 60_000
/** Histories are given for 50 records at a time. */
const PAGE = 50
/** Past 10 000 results HubSpot refuses to turn the page; the list is then begun anew from where it stood. */
const LAST_PAGE = 9_900

/** Where one list was left: begun from `since`, turned to `after`, and the latest change seen on the way. */
interface Place {
  since: number
  after: number
  seen: number
}

type Cursor = Record<'contacts' | 'deals', Place>

const LISTS = {
  contacts: {
    object: 'contact' as const,
    modified: 'lastmodifieddate',
    watched: CONTACT_PROPERTIES,
    beside: ['createdate', 'hs_object_source_id', 'hs_analytics_source'],
  },
  deals: {
    object: 'deal' as const,
    modified: 'hs_lastmodifieddate',
    watched: DEAL_PROPERTIES,
    beside: ['createdate', 'hs_object_source_id', CURRENCY],
  },
}

/** A record with the changes of it that are not ours. */
interface Changed {
  id: string
  properties: Json
  changes: Omit<PropertyChange, 'account'>[]
  createdAt: number | null
  madeByUs: boolean
}

/** What changed since the cursor, as the webhooks would have told it and with the records read whole. */
export async function reconcile(
  context: Context,
  cursor: string | null
): Promise<{ items: ParsedItem[]; cursor: string }> {
  const client = new HubSpotClient(context)
  const portal = await portalOf(client)
  const account = accountOf(context)
  const start = context.machineNow() - FIRST_LOOK_BACK
  const fresh = { since: start, after: 0, seen: start }
  const from: Cursor = cursor === null ? { contacts: fresh, deals: fresh } : (JSON.parse(cursor) as Cursor)

  const contacts = await page(client, 'contacts', { place: from.contacts, portal })
  const deals = await page(client, 'deals', { place: from.deals, portal })
  const dealsWhole = await dealsBeside(client, deals.records)
  const items = [
    ...contacts.records.flatMap((record) => {
      const person = personOf(account, record)
      const beside = { person, source: asText(record.properties.hs_analytics_source) }
      return [
        ...created('contact', { account, record, beside }),
        ...record.changes.flatMap((change) => contactItems({ ...change, account }, beside)),
      ]
    }),
    ...deals.records.flatMap((record) => {
      const beside = dealsWhole.get(record.id)
      return [
        ...created('deal', { account, record, beside }),
        ...record.changes.flatMap((change) => dealItems({ ...change, account }, beside)),
      ]
    }),
  ]
  return { items, cursor: JSON.stringify({ contacts: contacts.next, deals: deals.next }) }
}

async function page(
  client: HubSpotClient,
  list: keyof typeof LISTS,
  { place, portal }: { place: Place; portal: Portal }
) {
  const { object, modified, watched, beside } = LISTS[list]
  const answer = await client.ask(objects(list, '/search'), {
    filterGroups: [{ filters: [{ propertyName: modified, operator: 'GTE', value: String(place.since - OVERLAP) }] }],
    sorts: [{ propertyName: modified, direction: 'ASCENDING' }],
    properties: [modified],
    limit: PAGE,
    after: String(place.after),
  })
  const found = asObjects(answer.results)
  const seen = Math.max(place.seen, ...found.map(({ properties }) => asInstant(asObject(properties)?.[modified]) ?? 0))
  const after = asInteger(asObject(asObject(answer.paging)?.next)?.after)
  const next =
    after === null || after > LAST_PAGE ? { since: seen, after: 0, seen } : { since: place.since, after, seen }
  if (found.length === 0) return { records: [], next }

  const read = await client.ask(objects(list, '/batch/read'), {
    inputs: found.flatMap(({ id }) => (asText(id) ? [{ id: asText(id) }] : [])),
    properties: [...watched, ...beside],
    propertiesWithHistory: watched,
  })
  const since = place.since - OVERLAP
  return { records: asObjects(read.results).map((record) => changedRecord(record, { object, since, portal })), next }
}

function changedRecord(
  record: Json,
  { object, since, portal }: { object: ObjectKind; since: number; portal: Portal }
): Changed {
  const id = String(asText(record.id))
  const properties = asObject(record.properties) ?? {}
  const histories = Object.entries(asObject(record.propertiesWithHistory) ?? {})
  const changes = histories.flatMap(([property, versions]) =>
    asObjects(versions).flatMap((version) => {
      const at = asInstant(version.timestamp)
      const ours =
        version.sourceType === 'INTEGRATION' && portal.appId !== null && asText(version.sourceId) === portal.appId
      return at === null || at < since || ours
        ? []
        : [{ object, objectId: id, property, value: asText(version.value) ?? '', at }]
    })
  )
  const createdAt = asInstant(properties.createdate)
  return {
    id,
    properties,
    changes: changes.sort((a, b) => a.at - b.at),
    createdAt: createdAt !== null && createdAt >= since ? createdAt : null,
    madeByUs: portal.appId !== null && asText(properties.hs_object_source_id) === portal.appId,
  }
}

function created(
  object: ObjectKind,
  { account, record, beside }: { account: string; record: Changed; beside: Parameters<typeof createdItem>[1] }
): ParsedItem[] {
  if (record.createdAt === null || record.madeByUs) return []
  return [createdItem({ account, object, objectId: record.id, at: record.createdAt }, beside)]
}

const personOf = (account: string, { id, properties }: Changed): Person =>
  propertiesToPerson(properties, contactIdentity(account, id))
