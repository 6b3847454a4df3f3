import logger from '@adonisjs/core/services/logger'
import { clock, MINUTE, SECOND } from '#app/clock'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import { sideBySide } from '#app/together'
import { finish, finishAll, LeaseLost } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { eventFromRow } from './event.ts'
import type { Note, StoredEvent } from './event.ts'
import { lockContactsOf, registeredConsumers } from './registry.ts'

const MAX_ATTEMPTS = 8
const LONGEST_PAUSE = 10 * MINUTE

export function registerRouting(): void {
  registerWork({
    name: 'routing',
    table: 'events',
    states: ['pending'],
    lanes: ['conversational', 'transactional', 'default'],
    batch: 50,
    handle: route,
    giveUp: (row) => transaction((trx) => giveUp(trx, row, { code: 'routing_crashed' })),
  })
}

/**
 * Events share a transaction, since each commit costs more than routing does. When one of them fails, each goes by
 * itself, so that the others do not wait for its next try.
 */
async function route(rows: ClaimedRow[]): Promise<void> {
  if (rows.length > 1 && (await routedTogether(rows))) return
  for (const row of rows) await routeAlone(row)
}

async function routedTogether(rows: ClaimedRow[]): Promise<boolean> {
  try {
    await transaction((trx) => routeIn(trx, rows))
    return true
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    logger.debug({ err: error, events: rows.length }, 'routing a batch failed, routing one by one')
    return false
  }
}

async function routeAlone(row: ClaimedRow): Promise<void> {
  try {
    await transaction((trx) => routeIn(trx, [row]))
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    logger.error({ err: error, event: row.id, type: row.type, attempts: row.attempts }, 'routing an event failed')
    await transaction((trx) => retryOrGiveUp(trx, row))
  }
}

async function routeIn(trx: Trx, rows: ClaimedRow[]): Promise<void> {
  const events = rows.map(eventFromRow).sort((a, b) => (a.id < b.id ? -1 : 1))
  const moved = await lockContactsOf(trx, [...new Set(events.flatMap((event) => event.contactId ?? []))])

  for (const event of events) if (event.contactId) event.contactId = moved.get(event.contactId) ?? event.contactId
  // Stored while its contact was being merged: whoever looks for the winner's events must find it.
  for (const [from, to] of moved)
    await trx
      .from('events')
      .whereIn(
        'id',
        rows.map((row) => row.id)
      )
      .where('contact_id', from)
      .update({ contact_id: to })

  const noted: StoredEvent[] = []
  await sideBySide(
    events,
    (event) => event.contactId ?? event.id,
    async (event) => {
      const before = event.notes.length
      await consume(trx, event)
      if (event.notes.length > before) noted.push(event)
    }
  )

  const done = { state: 'routed', due_at: null, routed_at: clock.now() }
  const byId = new Map(noted.map((event) => [event.id, event]))
  await finishAll(
    trx,
    'events',
    rows.filter((row) => !byId.has(row.id)),
    done
  )
  for (const row of rows) {
    const event = byId.get(row.id)
    if (event) await finish(trx, 'events', row, { ...done, notes: JSON.stringify(event.notes) })
  }
}

async function consume(trx: Trx, event: StoredEvent): Promise<void> {
  for (const consumer of registeredConsumers()) {
    if (await consumer.listens(trx, event)) await consumer.consume(trx, event)
  }
}

async function retryOrGiveUp(trx: Trx, row: ClaimedRow): Promise<void> {
  if (row.attempts >= MAX_ATTEMPTS)
    return giveUp(trx, row, { code: 'routing_failed', params: { attempts: row.attempts } })
  const pause = Math.min(5 * SECOND * 2 ** (row.attempts - 1), LONGEST_PAUSE)
  await finish(trx, 'events', row, { due_at: clock.now() + pause })
}

async function giveUp(trx: Trx, row: ClaimedRow, reason: Note): Promise<void> {
  const notes = [...eventFromRow(row).notes, reason]
  await finish(trx, 'events', row, { state: 'gave_up', due_at: null, notes: JSON.stringify(notes) })
}
