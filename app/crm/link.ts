import { bulkChanges } from '#app/bulk_update'
import { clock, SECOND } from '#app/clock'
import { insertNew, readJson } from '#app/database'
import type { Client, Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import { bell } from '#app/work/bell'
import type { ClaimedRow } from '#app/work/claim'
import type { Agreed } from './merging.ts'

/** A contact and its record in one CRM, claimed for being looked at. */
export interface Link extends ClaimedRow {
  workspace_id: string
  connection_id: string
  contact_id: string
  crm_id: string | null
  version: number | null
  wanted: number
  backfill_id: string | null
  synced_at: number | null
}

export type Base = Record<string, Agreed>

export const baseOf = (link: Row): Base => readJson<Base>(link.base)
export const changesOf = (link: Row): Record<string, number> => readJson<Record<string, number>>(link.changed)

/** What follows within so long is looked at together. */
const GATHER = 2 * SECOND

/** A reason to look at a contact and its record. */
export interface Reason {
  workspaceId: string
  connectionId: string
  contactId: string
  /** The record, where it is known by now. */
  crmId?: string
  /** Of our fields, the one that changed, and when. */
  field?: string
  at?: number
  backfillId?: string
}

/**
 * Makes the links due, and makes those that are not there yet. Each time counts, so that a reason that comes while the
 * link is being looked at makes it due once more.
 */
export async function lookAt(trx: Trx, reasons: Reason[]): Promise<void> {
  if (reasons.length === 0) return
  const now = clock.now()
  const place = ({ connectionId, contactId }: Reason) => `${connectionId}|${contactId}`
  // In one order, whoever makes them due: they are locked as they are met.
  const byLink = Map.groupBy(
    reasons.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)),
    place
  )
  const fresh = [...byLink.values()].map(([reason]) => newLink(reason, now))
  await insertNew(trx, 'crm_links', fresh)
  const links: Row[] = await trx
    .from('crm_links')
    .whereIn('connection_id', [...new Set(reasons.map(({ connectionId }) => connectionId))])
    .whereIn('contact_id', [...new Set(reasons.map(({ contactId }) => contactId))])
  const wanted = trx.knexRawQuery('wanted + 1')
  const changes = links.flatMap((link): [string, Row][] => {
    const own = byLink.get(`${link.connection_id}|${link.contact_id}`)
    return own ? [[String(link.id), { ...madeDue(link, own), wanted }]] : []
  })
  for (const { ids, change } of bulkChanges(trx, changes)) await trx.from('crm_links').whereIn('id', ids).update(change)
  trx.after('commit', () => bell.ring('default', 'crm_links'))
}

function madeDue(link: Row, reasons: Reason[]): Row {
  const [{ backfillId }] = reasons
  const changed = { ...changesOf(link) }
  for (const { field, at } of reasons) if (field) changed[field] = Math.max(at ?? clock.now(), changed[field] ?? 0)
  const crmId = reasons.find((reason) => reason.crmId)?.crmId
  return {
    state: 'due',
    due_at: clock.now() + (backfillId ? 0 : GATHER),
    changed: JSON.stringify(changed),
    // News makes a contact that is only being caught up with a matter of now.
    backfill_id: backfillId ?? null,
    ...(crmId && !link.crm_id ? { crm_id: crmId } : {}),
    updated_at: clock.now(),
  }
}

const newLink = ({ workspaceId, connectionId, contactId }: Reason, now: number) => ({
  id: newId('crm_link'),
  workspace_id: workspaceId,
  connection_id: connectionId,
  contact_id: contactId,
  base: '{}',
  changed: '{}',
  lane: 'default',
  state: 'idle',
  due_at: null,
  created_at: now,
  updated_at: now,
})

/** How a link that was looked at is left: idle, or due again where a new reason came meanwhile. */
export function atRest(client: Client, link: Link, change: Row): Row {
  const since = clock.now()
  const sameWanted = (idle: string, due: string | number) =>
    client.knexRawQuery(`CASE WHEN wanted = ? THEN ${idle} ELSE ? END`, [link.wanted, due])
  return {
    state: sameWanted("'idle'", 'due'),
    due_at: sameWanted('NULL', since),
    backfill_id: null,
    attempts: 0,
    updated_at: since,
    ...change,
  }
}
