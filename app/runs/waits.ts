import { clock } from '#app/clock'
import { insert, readJson } from '#app/database'
import type { Row, Trx } from '#app/database'
import { eventFromRow } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import { newId } from '#app/ids'
import { holds } from '#app/pipelines/conditions'
import type { RunRow } from './run.ts'
import { wake } from './run_states.ts'
import type { Wake, Wish } from '#app/pipelines/steps/step'
import { concerns, subjectsOf } from './subjects.ts'
import { eventValues, inWords } from '#app/pipelines/values'

interface StoredWish extends Wish {
  stepRunId: string
  subjects: string[]
}

const LOOKED_AT = 50

export const wakeBy = (event: StoredEvent): Wake => ({
  kind: 'event',
  eventId: event.id,
  type: event.type,
  payload: inWords(event.payload) as Record<string, unknown>,
})

const fulfils = (event: StoredEvent, wish: Wish, subjects: string[]): boolean =>
  wish.types.includes(event.type) &&
  concerns(wish.scope, subjects, event) &&
  (!wish.about || subjectsOf(event).includes(wish.about)) &&
  (!wish.where || holds(wish.where, eventValues(event)))

/**
 * Arms a wait, under the contact's lock. An answer may be quicker than we are: what was routed since the question was
 * asked is looked at first, and what is routed later finds the wait.
 */
export async function arm(trx: Trx, run: RunRow, stepRunId: string, wish: Wish, since: number): Promise<Wake | null> {
  const subjects = readJson<string[]>(run.subjects)
  const rows: Row[] = await trx
    .from('events')
    .where('contact_id', run.contact_id)
    .whereIn('type', wish.types)
    .where('received_at', '>=', since)
    .where('state', 'routed')
    .orderBy('id')
    .limit(LOOKED_AT)
  const early = rows.map(eventFromRow).find((event) => event.id !== run.event_id && fulfils(event, wish, subjects))
  if (early) return wakeBy(early)

  const stored: StoredWish = { ...wish, stepRunId, subjects }
  await insert(trx, 'waits', {
    id: newId('wait'),
    workspace_id: run.workspace_id,
    run_id: run.id,
    contact_id: run.contact_id,
    wish: JSON.stringify(stored),
    created_at: clock.now(),
  })
  return null
}

/** Ends the waits of this contact that this event fulfils. */
export async function endWaits(trx: Trx, event: StoredEvent): Promise<void> {
  const rows: Row[] = await trx.from('waits').where('contact_id', String(event.contactId))
  for (const row of rows) {
    const { stepRunId, subjects, ...wish } = readJson<StoredWish>(row.wish)
    if (!fulfils(event, wish, subjects)) continue
    await trx.from('waits').where('id', String(row.id)).delete()
    await wake(trx, { runId: String(row.run_id), stepRunId, from: 'waiting', by: wakeBy(event) })
  }
}

export async function dropWaits(trx: Trx, runIds: string[]): Promise<void> {
  if (runIds.length > 0) await trx.from('waits').whereIn('run_id', runIds).delete()
}
