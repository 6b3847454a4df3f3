import { insertNew } from '#app/database'
import type { Trx } from '#app/database'
import { bell } from '#app/work/bell'
import { catalogue } from './catalogue.ts'
import { eventRow } from './event.ts'
import type { NewEvent, StoredEvent } from './event.ts'
import { prepare } from './prepare.ts'
import { anybodyListens, identify, project, withoutEchoes } from './registry.ts'

/**
 * Stores what is new, finds out whose it is and keeps the rooms' state, all in the caller's transaction. Answers only
 * what was new; whoever must react later finds the rows by routing. Throws `InvalidEvent` before anything is written.
 */
export async function record(trx: Trx, facts: NewEvent[]): Promise<StoredEvent[]> {
  const prepared: StoredEvent[] = []
  for (const fact of facts) prepared.push(await prepare(fact))
  return recordPrepared(trx, prepared)
}

export async function recordPrepared(trx: Trx, prepared: StoredEvent[]): Promise<StoredEvent[]> {
  const candidates = await withoutEchoes(trx, await unseen(trx, onceEach(prepared)))
  if (candidates.length === 0) return []

  for (const consequence of await identify(trx, candidates)) candidates.push(await prepare(consequence))
  const fresh = await store(trx, candidates)
  const noted = new Map(fresh.map((event) => [event.id, event.notes.length]))
  await project(trx, fresh)
  await storeNotes(
    trx,
    fresh.filter((event) => !isTransient(event) && event.notes.length > Number(noted.get(event.id)))
  )
  await storeWhereHeard(trx, fresh.filter(isTransient))
  return fresh
}

const isTransient = (event: StoredEvent): boolean => catalogue.get(event.type)?.transient ?? false

const uniqueKey = ({ workspaceId, naturalKey }: StoredEvent): string => `${workspaceId}|${naturalKey}`

function onceEach(events: StoredEvent[]): StoredEvent[] {
  const seen = new Set<string>()
  return events.filter((event) => !seen.has(uniqueKey(event)) && seen.add(uniqueKey(event)))
}

/** Most of what comes twice is found here, before it costs more; the unique index decides in the end. */
async function unseen(trx: Trx, events: StoredEvent[]): Promise<StoredEvent[]> {
  const kept = events.filter((event) => !isTransient(event))
  if (kept.length === 0) return events

  const rows: { workspace_id: string; natural_key: string }[] = await trx
    .from('events')
    .select('workspace_id', 'natural_key')
    .whereIn('workspace_id', [...new Set(kept.map((event) => event.workspaceId))])
    .whereIn(
      'natural_key',
      kept.map((event) => event.naturalKey)
    )
  const known = new Set(rows.map((row) => `${row.workspace_id}|${row.natural_key}`))
  return events.filter((event) => !known.has(uniqueKey(event)))
}

/** Answers the events in their order, without those that another transaction stored first. */
async function store(trx: Trx, events: StoredEvent[]): Promise<StoredEvent[]> {
  const kept = events.filter((event) => !isTransient(event))
  const heard = new Set(await heardOf(trx, kept))
  const inserted = new Set(
    (
      await insertNew(
        trx,
        'events',
        kept.map((event) => eventRow(event, heard.has(event)))
      )
    ).map((row) => row.id)
  )
  ringAfterCommit(trx, [...heard])
  return events.filter((event) => isTransient(event) || inserted.has(event.id))
}

/** What a projector left out is said on the event itself. */
async function storeNotes(trx: Trx, events: StoredEvent[]): Promise<void> {
  for (const event of events)
    await trx
      .from('events')
      .where('id', event.id)
      .update({ notes: JSON.stringify(event.notes) })
}

/** Every status is in its message's own history; a row of its own is for somebody who waits for it. */
async function storeWhereHeard(trx: Trx, events: StoredEvent[]): Promise<void> {
  const heard = await heardOf(trx, events)
  await insertNew(
    trx,
    'events',
    heard.map((event) => eventRow(event, true))
  )
  ringAfterCommit(trx, heard)
}

async function heardOf(trx: Trx, events: StoredEvent[]): Promise<StoredEvent[]> {
  const heard: StoredEvent[] = []
  for (const event of events) if (await anybodyListens(trx, event)) heard.push(event)
  return heard
}

function ringAfterCommit(trx: Trx, events: StoredEvent[]): void {
  const lanes = new Set(events.map((event) => event.lane))
  if (lanes.size > 0) trx.after('commit', () => lanes.forEach((lane) => bell.ring(lane, 'events')))
}
