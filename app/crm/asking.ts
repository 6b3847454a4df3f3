import db from '@adonisjs/lucid/services/db'
import { clock, MINUTE } from '#app/clock'
import { markHealth } from '#app/connectors/health'
import { transaction } from '#app/database'
import { finish } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { failureOf } from './failures.ts'
import { forgetOldEntries } from './log.ts'
import { takeIn } from './people.ts'
import { sceneOf } from './scene.ts'
import type { Scene } from './scene.ts'

interface SyncRow extends ClaimedRow {
  connection_id: string
  cursor: string | null
}

/** Webhooks tell of most things at once; asking finds what they do not tell. */
const EVERY = 5 * MINUTE
/** A CRM in which much happened is caught up with over several rounds. */
const PAGES = 10
const LOOK_AGAIN_AFTER = 15 * MINUTE

export function registerAsking(): void {
  registerWork<SyncRow>({
    name: 'crm_syncs',
    table: 'crm_syncs',
    states: ['on'],
    lanes: ['default'],
    batch: 5,
    leaseFor: 5 * MINUTE,
    perOwner: { column: 'workspace_id', limit: 2 },
    handle: async (rows) => void (await Promise.all(rows.map(ask))),
    giveUp: (row) => next(row, EVERY, { code: 'crashed' }),
  })
}

async function ask(row: SyncRow): Promise<void> {
  await forgetOldEntries()
  const scene = await sceneOf(row.connection_id)
  if (!scene?.connection.working) return next(row, LOOK_AGAIN_AFTER, {})
  try {
    const more = await catchUp(row, scene)
    await next(row, more ? 0 : EVERY, { code: null, params: null, asked_at: clock.now() })
  } catch (error) {
    const failure = failureOf(error, row.attempts)
    if (!failure) throw error
    const params = JSON.stringify(failure.params)
    await next(row, failure.wait ?? LOOK_AGAIN_AFTER, { code: failure.code, params })
    if (failure.breaks) await markHealth(scene.connection, 'broken', { code: failure.code })
  }
}

const next = (row: SyncRow, wait: number, change: Record<string, unknown>): Promise<void> =>
  finish(db.connection(), 'crm_syncs', row, {
    due_at: clock.after(wait),
    ...(change.code === null ? { attempts: 0 } : {}),
    updated_at: clock.now(),
    ...change,
  })

/** The cursor moves together with what it stands for. Answers whether there is more. */
async function catchUp(row: SyncRow, { role, connection, asked, context }: Scene): Promise<boolean> {
  let { cursor } = row
  for (let page = 0; page < PAGES; page++) {
    const answer = await role.changesSince(context, cursor, asked)
    await transaction(async (trx) => {
      await takeIn(trx, connection, answer.items)
      await trx.from('crm_syncs').where('id', row.id).update({ cursor: answer.cursor })
    })
    const goesOn = answer.more ?? (answer.items.length > 0 && answer.cursor !== cursor)
    if (!goesOn || answer.cursor === null) return false
    cursor = answer.cursor
  }
  return true
}
