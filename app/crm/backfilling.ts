import db from '@adonisjs/lucid/services/db'
import { clock, MINUTE, SECOND } from '#app/clock'
import { transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { announceActivity } from '#app/http/activity'
import { bell } from '#app/work/bell'
import { finish } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { ourContacts } from './backfill.ts'
import type { BackfillDirection } from './backfill.ts'
import { failureOf } from './failures.ts'
import { lookAt } from './link.ts'
import { takeIn } from './people.ts'
import { sceneOf } from './scene.ts'
import type { Scene } from './scene.ts'

interface BackfillRow extends ClaimedRow {
  workspace_id: string
  connection_id: string
  direction: BackfillDirection
  cursor: string | null
  listed: boolean
  total: number | null
}

/** Between a page and a look at how far it is. The next page is listed when this one is done: that bounds the rate. */
const PAUSE = 2 * SECOND
const PAGE = 100
const LOOK_AGAIN_AFTER = 5 * MINUTE

export function registerBackfilling(): void {
  registerWork<BackfillRow>({
    name: 'crm_backfills',
    table: 'crm_backfills',
    states: ['running'],
    lanes: ['default'],
    batch: 5,
    leaseFor: 5 * MINUTE,
    handle: async (rows) => void (await Promise.all(rows.map(goOn))),
    giveUp: (row) => fail(row, 'crashed', {}),
  })
}

async function goOn(row: BackfillRow): Promise<void> {
  const scene = await sceneOf(row.connection_id)
  if (!scene) return fail(row, 'crm_sync_off', {})
  if (!scene.connection.working) return again(row, LOOK_AGAIN_AFTER, { code: 'connection_not_working' })
  if (await anyLeft(row)) return again(row, PAUSE, {})
  if (row.listed) return end(row)
  try {
    await listPage(row, scene)
  } catch (error) {
    const failure = failureOf(error, row.attempts)
    if (!failure) throw error
    if (failure.wait === null) return fail(row, failure.code, failure.params)
    await again(row, failure.wait, { code: failure.code, params: JSON.stringify(failure.params) })
  }
}

async function anyLeft({ id }: BackfillRow): Promise<boolean> {
  return (await db.from('crm_links').where({ backfill_id: id, state: 'due' }).select('id').first()) !== null
}

/** The page's contacts and the cursor behind them are stored together: a kill repeats nothing and leaves nobody out. */
async function listPage(row: BackfillRow, scene: Scene): Promise<void> {
  const page = row.direction === 'from_crm' ? await theirPage(row, scene) : ourPage(row, scene)
  await transaction(async (trx) => {
    const { seen, skipped, cursor, total } = await page(trx)
    const counted = {
      seen: trx.knexRawQuery('seen + ?', [seen]),
      skipped: trx.knexRawQuery('skipped + ?', [skipped]),
      ...(total === undefined ? {} : { total }),
    }
    const change = { ...counted, cursor, listed: cursor === null, due_at: clock.after(PAUSE) }
    await finish(trx, 'crm_backfills', row, { ...change, attempts: 0, code: null, updated_at: clock.now() })
  })
  bell.ring('default', 'crm_links')
}

interface Page {
  seen: number
  /** Of those, how many nothing can be done for. */
  skipped: number
  cursor: string | null
  total?: number | null
}

async function theirPage(row: BackfillRow, { role, context, asked, connection }: Scene) {
  const { items, cursor, total } = await role.listContacts(context, row.cursor, asked)
  return async (trx: Trx): Promise<Page> => {
    const taken = await takeIn(trx, connection, items, { backfillId: row.id })
    const known = row.cursor === null ? { total } : {}
    return { seen: items.length, skipped: items.length - taken, cursor, ...known }
  }
}

function ourPage(row: BackfillRow, { connection }: Scene) {
  const { workspaceId, id: connectionId } = connection
  return async (trx: Trx): Promise<Page> => {
    const query = ourContacts(trx, workspaceId).select('id').orderBy('id').limit(PAGE)
    if (row.cursor !== null) query.where('id', '>', row.cursor)
    const contacts: Row[] = await query
    const reasons = contacts.map(({ id }) => ({ workspaceId, connectionId, contactId: String(id), backfillId: row.id }))
    await lookAt(trx, reasons)
    const [all] = row.cursor === null ? await ourContacts(trx, workspaceId).count('* as n') : []
    const cursor = contacts.length === PAGE ? String(contacts.at(-1)?.id) : null
    return { seen: contacts.length, skipped: 0, cursor, ...(all ? { total: Number(all.n) } : {}) }
  }
}

async function again(row: BackfillRow, wait: number, change: Row): Promise<void> {
  await finish(db.connection(), 'crm_backfills', row, { due_at: clock.after(wait), updated_at: clock.now(), ...change })
  announceActivity(row.workspace_id)
}

const ended = (row: BackfillRow, state: 'done' | 'failed', change: Row) => ({
  state,
  due_at: null,
  natural_key: row.id,
  finished_at: clock.now(),
  updated_at: clock.now(),
  ...change,
})

async function end(row: BackfillRow): Promise<void> {
  await finish(db.connection(), 'crm_backfills', row, ended(row, 'done', { code: null, params: null }))
  announceActivity(row.workspace_id)
}

async function fail(row: BackfillRow, code: string, params: Record<string, string>): Promise<void> {
  const change = ended(row, 'failed', { code, params: JSON.stringify(params) })
  await finish(db.connection(), 'crm_backfills', row, change)
}
