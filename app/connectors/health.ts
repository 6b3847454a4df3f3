import db from '@adonisjs/lucid/services/db'
import { clock, DAY } from '#app/clock'
import { insertNew, readJson, transaction } from '#app/database'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import { asCount } from '#app/work/claim'
import { Connection, CONNECTION_STATES } from './connection.ts'
import type { ConnectionState, Reason } from './connection.ts'
import { forget } from './memory.ts'

/** One day of a connection, as the strip of thirty shows it. */
export type HealthDay = {
  day: string
  state: ConnectionState
  reason: Reason | null
  checks: number
  failures: number
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** States that only a person ends. */
const HELD: readonly ConnectionState[] = ['paused', 'not_connected']

/**
 * Says how a connection is doing; a paused or removed one stays what it is. Written only when it changed, and once per
 * check into the day's record.
 */
export async function markHealth(
  connection: Connection,
  state: ConnectionState,
  reason: Reason | null,
  checked = false
): Promise<void> {
  if (HELD.includes(connection.state)) return
  const now = clock.now()
  await transaction(async (trx) => {
    const change = {
      state,
      reason: reason && JSON.stringify(reason),
      updated_at: now,
      ...(checked ? { checked_at: now } : {}),
    }
    const since = connection.state === state ? {} : { state_since: now }
    const query = trx
      .from('connections')
      .where('id', connection.id)
      .whereNotIn('state', [...HELD])
    const [written] = asCount(await query.update({ ...change, ...since }))
    if (written) await rememberDay(trx, connection, state, reason, checked)
  })
  await connection.refresh()
  forget()
}

async function rememberDay(
  trx: Trx,
  { id, workspaceId }: Connection,
  state: ConnectionState,
  reason: Reason | null,
  checked: boolean
) {
  const now = clock.now()
  const day = { connection_id: id, day: dayOf(now) }
  const fresh = {
    id: newId('row'),
    workspace_id: workspaceId,
    ...day,
    worst_state: 'not_connected',
    reason: null,
    updated_at: now,
  }
  await insertNew(trx, 'connection_days', [fresh])
  const known = await trx.from('connection_days').where(day).first()
  const worse = CONNECTION_STATES.indexOf(state) > CONNECTION_STATES.indexOf(known.worst_state)
  await trx
    .from('connection_days')
    .where(day)
    .update({
      ...(worse ? { worst_state: state, reason: reason && JSON.stringify(reason) } : {}),
      checks: known.checks + (checked ? 1 : 0),
      failures: known.failures + (checked && reason ? 1 : 0),
      updated_at: now,
    })
}

/** The last days, oldest first; days on which nothing was known are left out. */
export async function healthDays(connectionId: string, days = 30): Promise<HealthDay[]> {
  const rows = await db
    .from('connection_days')
    .where('connection_id', connectionId)
    .where('day', '>', dayOf(clock.now() - days * DAY))
    .orderBy('day')
  return rows.map((row) => ({
    day: row.day,
    state: row.worst_state,
    reason: readJson<Reason | null>(row.reason),
    checks: row.checks,
    failures: row.failures,
  }))
}

/** For the first call that finds a dead token, wherever it is made. */
export async function markBroken(connectionId: string, reason: Reason): Promise<void> {
  const connection = await Connection.find(connectionId)
  if (connection && connection.state !== 'broken') await markHealth(connection, 'broken', reason)
}
