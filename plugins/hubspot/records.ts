import { asInstant, asInteger, asObject, asObjects, asText, isConnectorError } from '#sdk/index'
import type { CrmRecord, CrmRole, Json } from '#sdk/index'
import { CONTACT_PROPERTIES, contactIdentity } from './changes.ts'
import { HubSpotClient } from './client.ts'
import type { Portal } from './client.ts'
import { listsAmong } from './fields.ts'
import { objects } from './paths.ts'
import { propertiesToPerson } from './people.ts'
import { accountOf, portalOf } from './portal.ts'

const MODIFIED = 'lastmodifieddate'
const MERGED = 'hs_merged_object_ids'
const PAGE = 50
/** The index of the search lags behind the records; what is read twice is known by its values. */
const OVERLAP = 60_000

/** How a record's values are to be read. */
interface Reading {
  account: string
  portal: Portal
  fields: string[]
  lists: Set<string>
}

type Records = Pick<CrmRole, 'readContacts' | 'listContacts' | 'changesSince'>

export const records: Records = {
  async readContacts(context, ids, fields) {
    if (ids.length === 0) return []
    const client = new HubSpotClient(context)
    const found = await readWhole(client, ids, await readingOf(client, fields))
    const known = new Set(found.flatMap(({ id, formerIds = [] }) => [id, ...formerIds]))
    const heirs: string[] = []
    for (const id of ids) if (!known.has(id)) heirs.push(...(await heirOf(client, id)))
    return heirs.length > 0 ? [...found, ...(await readWhole(client, heirs, await readingOf(client, fields)))] : found
  },

  /** In the order of ids, which never shifts. How many there are is asked with the first page alone. */
  async listContacts(context, cursor, fields) {
    const client = new HubSpotClient(context)
    const reading = await readingOf(client, fields)
    const query = new URLSearchParams({ limit: '100', properties: propertiesFor(fields).join(',') })
    if (cursor !== null) query.set('after', cursor)
    const answer = await client.get(`${objects('contacts')}?${query}`)
    return {
      items: asObjects(answer.results).map((record) => recordOf(record, reading)),
      cursor: asText(asObject(asObject(answer.paging)?.next)?.after),
      total: cursor === null ? await count(client) : null,
    }
  },

  async changesSince(context, cursor, fields) {
    const client = new HubSpotClient(context)
    const now = context.machineNow()
    if (cursor === null) return { items: [], cursor: JSON.stringify({ since: now, after: 0 }), more: false }
    const { ids, next, more } = await changedIds(client, JSON.parse(cursor) as Place)
    const items = ids.length > 0 ? await readWhole(client, ids, await readingOf(client, fields)) : []
    return { items: items.sort((a, b) => a.modifiedAt - b.modifiedAt), cursor: JSON.stringify(next), more }
  },
}

/** Where the list was left: at this moment, and past so many of the same moment. */
interface Place {
  since: number
  after: number
}

/**
 * The list is begun anew behind the last change of each page: turned by number, it would shift with every record that
 * changes meanwhile, and leave some out. At its end the next asking goes back a little.
 */
async function changedIds(
  client: HubSpotClient,
  { since, after }: Place
): Promise<{ ids: string[]; next: Place; more: boolean }> {
  const answer = await client.ask(objects('contacts', '/search'), {
    filterGroups: [{ filters: [{ propertyName: MODIFIED, operator: 'GTE', value: String(since) }] }],
    sorts: [{ propertyName: MODIFIED, direction: 'ASCENDING' }],
    properties: [MODIFIED],
    limit: PAGE,
    after: String(after),
  })
  const found = asObjects(answer.results)
  const ids = found.flatMap(({ id }) => asText(id) ?? [])
  const seen = Math.max(since, ...found.map(({ properties }) => asInstant(asObject(properties)?.[MODIFIED]) ?? 0))
  const turned = asInteger(asObject(asObject(answer.paging)?.next)?.after)
  if (turned === null) return { ids, next: { since: Math.max(since, seen - OVERLAP), after: 0 }, more: false }
  // A mass edit may give a whole page one moment; there the number is needed.
  return { ids, next: seen > since ? { since: seen, after: 0 } : { since, after: turned }, more: true }
}

async function count(client: HubSpotClient): Promise<number | null> {
  const all = { filterGroups: [{ filters: [{ propertyName: 'createdate', operator: 'GTE', value: '0' }] }], limit: 1 }
  return asInteger((await client.ask(objects('contacts', '/search'), all)).total)
}

const readingOf = async (client: HubSpotClient, fields: string[]): Promise<Reading> => ({
  account: accountOf(client.context),
  portal: await portalOf(client),
  fields,
  lists: await listsAmong(client.context, fields),
})

const propertiesFor = (fields: string[]) => [...new Set([...CONTACT_PROPERTIES, ...fields, MODIFIED, MERGED])]

async function readWhole(client: HubSpotClient, ids: string[], reading: Reading): Promise<CrmRecord[]> {
  const answer = await client.ask(objects('contacts', '/batch/read'), {
    inputs: ids.slice(0, PAGE).map((id) => ({ id })),
    properties: propertiesFor(reading.fields),
    propertiesWithHistory: reading.fields,
  })
  return asObjects(answer.results).map((record) => recordOf(record, reading))
}

/** A record merged into another is still answered under its old id, one by one; one that was deleted is not. */
async function heirOf(client: HubSpotClient, id: string): Promise<string[]> {
  try {
    const heir = asText((await client.get(objects('contacts', `/${id}`))).id)
    return heir === null || heir === id ? [] : [heir]
  } catch (error) {
    if (isConnectorError(error) && error.code === 'E_NOT_FOUND') return []
    throw error
  }
}

function recordOf(record: Json, { account, portal, fields, lists }: Reading): CrmRecord {
  const id = String(asText(record.id))
  const properties = asObject(record.properties) ?? {}
  const latest = latestVersions(asObject(record.propertiesWithHistory) ?? {})
  const valueOf = (name: string) => {
    const text = asText(properties[name])
    return text !== null && lists.has(name) ? text.split(';') : text
  }
  return {
    id,
    person: propertiesToPerson(properties, contactIdentity(account, id)),
    fields: Object.fromEntries(fields.map((name) => [name, valueOf(name)])),
    modifiedAt: asInstant(properties[MODIFIED]) ?? asInstant(record.updatedAt) ?? 0,
    changedAt: Object.fromEntries(latest.map(({ name, at }) => [name, at])),
    formerIds: asText(properties[MERGED])?.split(';') ?? [],
    modifiedBy: authorOf(latest, portal),
  }
}

interface Version {
  name: string
  at: number
  source: string | null
}

/** The newest entry of each property's history. */
const latestVersions = (histories: Json): Version[] =>
  Object.entries(histories).flatMap(([name, versions]) => {
    const dated = asObjects(versions).flatMap(({ timestamp, sourceType, sourceId }) => {
      const at = asInstant(timestamp)
      return at === null ? [] : [{ name, at, source: sourceType === 'INTEGRATION' ? asText(sourceId) : null }]
    })
    return dated.sort((a, b) => b.at - a.at).slice(0, 1)
  })

function authorOf(latest: Version[], { appId }: Portal): CrmRecord['modifiedBy'] {
  const newest = latest.toSorted((a, b) => b.at - a.at)[0]
  // A service key does not say which app it belongs to, so what an integration wrote may be ours.
  if (!newest || (appId === null && newest.source !== null)) return 'unknown'
  return newest.source !== null && newest.source === appId ? 'us' : 'other'
}
