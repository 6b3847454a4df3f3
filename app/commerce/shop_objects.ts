import { clock } from '#app/clock'
import { insertNew, isMysql, Overtaken } from '#app/database'
import type { Client, Row, Trx } from '#app/database'
import { newId, naturalKey } from '#app/ids'
import type { IdKind } from '#app/ids'
import type { StoredEvent } from '#app/events/event'
import { note } from '#app/events/event'

/** Where a thing was seen: shops number their carts and orders each for itself. */
export interface Shop {
  workspaceId: string
  connector: string
  account: string | null
}

export const objectKey = ({ connector, account }: Shop, providerId: string): string =>
  naturalKey(connector, account ?? '', providerId)

interface Wanted {
  workspaceId: string
  key: string
}

/** The rows of these objects, by workspace and key. */
export async function rowsByKey(client: Client, table: string, wanted: Wanted[]): Promise<Map<string, Row>> {
  return wanted.length === 0 ? new Map() : byKey(await withKeys(client, table, wanted))
}

/** The same, held until the transaction ends: two tellings at once must not each think theirs the newest. */
export async function lockedByKey(trx: Trx, table: string, wanted: Wanted[]): Promise<Map<string, Row>> {
  if (wanted.length === 0) return new Map()
  const query = withKeys(trx, table, wanted).orderBy('id')
  return byKey(await (isMysql(trx) ? query.forUpdate() : query))
}

/** Inserts objects that nobody had told of. When another transaction was first, this one begins again and sees its row. */
export async function insertFirst(trx: Trx, table: string, rows: (Row & { id: string })[]): Promise<void> {
  if ((await insertNew(trx, table, rows)).length < rows.length) throw new Overtaken(table)
}

const withKeys = (client: Client, table: string, wanted: Wanted[]) =>
  client
    .from(table)
    .whereIn('workspace_id', [...new Set(wanted.map(({ workspaceId }) => workspaceId))])
    .whereIn('natural_key', [...new Set(wanted.map(({ key }) => key))])

const byKey = (rows: Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [mapKey(String(row.workspace_id), String(row.natural_key)), row]))

export const mapKey = (workspaceId: string, key: string): string => `${workspaceId}|${key}`

/** What a new copy of a shop's object starts from. */
export const objectRow = (kind: IdKind, event: StoredEvent, providerId: string) => ({
  id: newId(kind),
  workspace_id: event.workspaceId,
  natural_key: objectKey(event, providerId),
  connection_id: event.connectionId,
  connector: event.connector,
  account: event.account,
  provider_id: providerId,
  created_at: clock.now(),
})

export interface Telling<Payload> {
  event: StoredEvent
  payload: Payload
  key: string
}

/** Of several tellings of one object the newest; the others say that they were older. */
export function newestOf<Payload>(
  events: StoredEvent[],
  read: (event: StoredEvent) => { payload: Payload; providerId: string; version: number } | null
): (Telling<Payload> & { version: number })[] {
  const newest = new Map<string, Telling<Payload> & { version: number }>()
  for (const event of events) {
    const told = read(event)
    if (!told) continue
    const key = objectKey(event, told.providerId)
    const known = newest.get(mapKey(event.workspaceId, key))
    if (known && known.version > told.version) note(event, 'older_version')
    else newest.set(mapKey(event.workspaceId, key), { event, payload: told.payload, key, version: told.version })
  }
  return [...newest.values()]
}

/** True when we already hold a newer version; the event then says so. */
export function isOlder(event: StoredEvent, version: number, known: Row | undefined): boolean {
  if (!known || Number(known.version) <= version) return false
  note(event, 'older_version')
  return true
}
