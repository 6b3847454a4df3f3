import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { clock, machineNow } from '#app/clock'
import { isMysql, transaction } from '#app/database'
import { bulkChanges } from '#app/bulk_update'
import type { Client, Row } from '#app/database'
import type { Lane } from './bell.ts'

/** A claimed row carries the token that every write of its holder must name. */
export interface ClaimedRow extends Row {
  id: string
  lease_token: string
  attempts: number
  crashes: number
}

export interface PerOwner {
  column: string
  limit: number
  /** Owners who have enough in hand for now: theirs is left for a later round. */
  except?(): string[]
}

export interface ClaimOptions {
  table: string
  lane: Lane
  /** States in which a due row waits to be worked on. */
  states: readonly string[]
  limit: number
  /** Machine milliseconds until an unanswered claim counts as a crash. */
  leaseFor: number
  /** At most so many rows of one owner per round, so that one client's million never starves the others. */
  perOwner?: PerOwner
  /** This row and no other, if it is due. */
  only?: string
}

/**
 * Takes due rows: candidates are read (skipping rows that another worker is taking), then compared-and-set in one
 * update. An expired lease is just a due row, counted as a crash of its former holder.
 */
export async function claim<T extends ClaimedRow>(options: ClaimOptions): Promise<T[]> {
  const client = db.connection()
  // The locks of the candidates need a transaction. SQLite has none to hold, and most looks find nothing: there the
  // compare-and-set alone decides.
  return isMysql(client) ? transaction((trx) => take<T>(trx, options)) : take<T>(client, options)
}

async function take<T extends ClaimedRow>(client: Client, options: ClaimOptions): Promise<T[]> {
  const ids = await candidates(client, options)
  if (ids.length === 0) return []

  const token = randomBytes(12).toString('hex')
  const now = machineNow()
  await client
    .from(options.table)
    .whereIn('id', ids)
    .whereIn('state', [...options.states])
    .where('lease_until', '<=', now)
    .update({
      crashes: client.knexRawQuery('crashes + CASE WHEN lease_token IS NULL THEN 0 ELSE 1 END'),
      attempts: client.knexRawQuery('attempts + 1'),
      lease_token: token,
      lease_until: now + options.leaseFor,
    })
  return client.from(options.table).whereIn('id', ids).where('lease_token', token).orderBy('due_at')
}

async function candidates(client: Client, options: ClaimOptions): Promise<string[]> {
  const { perOwner, limit } = options
  if (!perOwner || options.only) return (await dueRows(client, options, [], limit)).map((row) => row.id)

  const taken = new Map<string, number>()
  const ids: string[] = []
  const full = perOwner.except?.() ?? []
  // Each further look leaves out the owners who had their share; few owners fill a round, so few looks are needed.
  for (let look = 0; look < 5 && ids.length < limit; look++) {
    const rows = await dueRows(client, options, full, limit)
    for (const row of rows) {
      const count = taken.get(row.owner) ?? 0
      if (count >= perOwner.limit || ids.includes(row.id)) continue
      taken.set(row.owner, count + 1)
      ids.push(row.id)
      if (count + 1 === perOwner.limit) full.push(row.owner)
      if (ids.length === limit) break
    }
    if (rows.length < limit) break
  }
  return ids
}

async function dueRows(
  client: Client,
  options: ClaimOptions,
  except: string[],
  limit: number
): Promise<{ id: string; owner: string }[]> {
  const query = client
    .from(options.table)
    .select('id')
    .where('lane', options.lane)
    .whereIn('state', [...options.states])
    .where('due_at', '<=', clock.now())
    .where('lease_until', '<=', machineNow())
    .orderBy('due_at')
    .limit(limit)
  if (options.only) query.where('id', options.only)
  if (options.perOwner) query.select(`${options.perOwner.column} as owner`)
  if (options.perOwner && except.length > 0) query.whereNotIn(options.perOwner.column, except)
  return isMysql(client) ? query.forUpdate().skipLocked() : query
}

/** Lets go of claimed rows as if they had not been claimed; how often a holder crashed over them stays known. */
export async function putBack(table: string, rows: ClaimedRow[]): Promise<void> {
  if (rows.length === 0) return
  await transaction((trx) =>
    trx
      .from(table)
      .whereIn(
        'id',
        rows.map((row) => row.id)
      )
      .where('lease_token', rows[0].lease_token)
      .update({ lease_token: null, lease_until: 0, attempts: trx.knexRawQuery('attempts - 1') })
  )
}

/** The holder's lease ran out and somebody else has the row: what was being written must be rolled back. */
export class LeaseLost extends Error {
  constructor(table: string, id: string) {
    super(`The lease on ${table} ${id} was lost`)
  }
}

/** Writes a claimed row and lets go of it; throws `LeaseLost` when it is no longer the holder's. */
export async function finish(client: Client, table: string, row: ClaimedRow, change: Row): Promise<void> {
  const released = { crashes: 0, ...change, lease_token: null, lease_until: 0 }
  const [count] = asCount(await client.from(table).where({ id: row.id, lease_token: row.lease_token }).update(released))
  if (count !== 1) throw new LeaseLost(table, row.id)
}

/** Writes many claimed rows alike; throws `LeaseLost` when any of them is no longer the holder's. */
export async function finishAll(client: Client, table: string, rows: ClaimedRow[], change: Row): Promise<void> {
  if (rows.length === 0) return
  const released = { crashes: 0, ...change, lease_token: null, lease_until: 0 }
  const [count] = asCount(
    await client
      .from(table)
      .whereIn(
        'id',
        rows.map((row) => row.id)
      )
      .where('lease_token', rows[0].lease_token)
      .update(released)
  )
  if (count !== rows.length) throw new LeaseLost(table, rows[0].id)
}

/** Writes many claimed rows, each in its own way; throws `LeaseLost` when any of them is no longer the holder's. */
export async function finishEach(
  client: Client,
  table: string,
  changes: [row: ClaimedRow, change: Row][]
): Promise<void> {
  const rows = new Map(changes.map(([row]) => [row.id, row]))
  for (const { ids, change } of bulkChanges(
    client,
    changes.map(([row, change]) => [row.id, change])
  )) {
    await finishAll(
      client,
      table,
      ids.flatMap((id) => rows.get(id) ?? []),
      change
    )
  }
}

/** Number of rows an update touched; drivers answer with a number or with a list of one. */
export function asCount(answer: unknown): [number] {
  return [Number(Array.isArray(answer) ? answer[0] : answer)]
}
