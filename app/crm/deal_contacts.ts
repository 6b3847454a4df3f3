import { insertNew } from '#app/database'
import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Identifier, Projector } from '#app/events/registry'
import { naturalKey, newId } from '#app/ids'
import type { DealPayload } from '#sdk/index'

const TABLE = 'deal_contacts'
const TYPES = ['deal.updated', 'deal.won', 'deal.lost']

const isDeal = ({ type }: StoredEvent): boolean => TYPES.includes(type)

/** CRMs number their deals each for themselves. */
const keyOf = ({ connector, account, payload }: StoredEvent): string =>
  naturalKey(connector, account ?? '', (payload as DealPayload).dealId)

const place = (workspaceId: string, key: string): string => `${workspaceId}|${key}`
const placeOf = (event: StoredEvent): string => place(event.workspaceId, keyOf(event))

/** A deal told without anybody belongs to whom it was last told of: in the same breath, or before. */
export const dealsIdentifier: Identifier = {
  name: 'deals',
  async identify(trx, events) {
    const deals = events.filter(isDeal)
    const nameless = deals.filter((event) => !event.contactId)
    if (nameless.length === 0) return []

    const known = new Map((await rowsFor(trx, nameless)).map((row) => [placeOfRow(row), String(row.contact_id)]))
    for (const event of deals) if (event.contactId) known.set(placeOf(event), event.contactId)
    for (const event of nameless) event.contactId = known.get(placeOf(event)) ?? null
    return []
  },
}

/** Remembers whose a deal is. What happened before the last telling changes nothing. */
export const dealsProjector: Projector = {
  name: 'deals',
  types: TYPES,
  async project(trx, events) {
    const latest = new Map<string, StoredEvent>()
    for (const event of events.filter(({ contactId }) => contactId !== null)) {
      const before = latest.get(placeOf(event))
      if (!before || before.occurredAt <= event.occurredAt) latest.set(placeOf(event), event)
    }
    const told = [...latest.values()]
    await insertNew(trx, TABLE, told.map(rowOf))
    for (const event of told)
      await trx
        .from(TABLE)
        .where({ workspace_id: event.workspaceId, natural_key: keyOf(event) })
        .where('told_at', '<', event.occurredAt)
        .update({ contact_id: event.contactId, told_at: event.occurredAt })
  },
}

const rowOf = (event: StoredEvent) => ({
  id: newId('row'),
  workspace_id: event.workspaceId,
  natural_key: keyOf(event),
  contact_id: event.contactId,
  told_at: event.occurredAt,
})

const placeOfRow = (row: Row): string => place(String(row.workspace_id), String(row.natural_key))

const rowsFor = (trx: Trx, events: StoredEvent[]): Promise<Row[]> =>
  trx
    .from(TABLE)
    .whereIn('workspace_id', [...new Set(events.map(({ workspaceId }) => workspaceId))])
    .whereIn('natural_key', [...new Set(events.map(keyOf))])
