import { column } from '@adonisjs/lucid/orm'
import db from '@adonisjs/lucid/services/db'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import { clock } from '#app/clock'
import type { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { insertNew } from '#app/database'
import type { Client } from '#app/database'
import { newId } from '#app/ids'
import { bell } from '#app/work/bell'
import { roleOf } from './crm_fields.ts'

export const BACKFILL_DIRECTIONS = ['from_crm', 'to_crm'] as const
export type BackfillDirection = (typeof BACKFILL_DIRECTIONS)[number]
export type BackfillState = 'running' | 'paused' | 'done' | 'cancelled' | 'failed'

/** All contacts of one side, caught up with once. */
export class Backfill extends WorkspaceModel {
  static table = 'crm_backfills'

  @column()
  declare connectionId: string

  @column()
  declare direction: BackfillDirection

  @column()
  declare state: BackfillState

  /** How many there are, as far as that side tells. */
  @column()
  declare total: number | null

  /** How many have been listed so far; those not counted below are still to be looked at. */
  @column()
  declare seen: number

  @column()
  declare changed: number

  @column()
  declare skipped: number

  @column()
  declare refused: number

  @column()
  declare code: string | null

  @jsonColumn()
  declare params: Record<string, string> | null

  @column()
  declare finishedAt: number | null

  get open(): boolean {
    return this.state === 'running' || this.state === 'paused'
  }

  /** Nothing more is listed, and what was listed waits. */
  async pause(): Promise<void> {
    if (this.state === 'running') await this.#become('paused', null)
  }

  async resume(): Promise<void> {
    if (this.state !== 'paused') return
    await this.#become('running', clock.now())
    await this.#holdLinks(clock.now())
    bell.ring('default', 'crm_backfills')
  }

  /** What has been done stays done. */
  async cancel(): Promise<void> {
    if (!this.open) return
    const freed = { state: 'cancelled', due_at: null, natural_key: this.id, finished_at: clock.now() }
    await db.from('crm_backfills').where('id', this.id).whereIn('state', ['running', 'paused']).update(freed)
    await db
      .from('crm_links')
      .where({ backfill_id: this.id, state: 'due' })
      .update({ state: 'idle', due_at: null, backfill_id: null })
    await this.refresh()
  }

  async #become(state: 'running' | 'paused', due: number | null): Promise<void> {
    await db.from('crm_backfills').where({ id: this.id, state: this.state }).update({
      state,
      due_at: due,
      updated_at: clock.now(),
    })
    if (state === 'paused') await this.#holdLinks(null)
    await this.refresh()
  }

  async #holdLinks(due: number | null): Promise<void> {
    await db.from('crm_links').where({ backfill_id: this.id, state: 'due' }).update({ due_at: due })
  }
}

/** One at a time over a connection; false where one is going on. */
export async function startBackfill(
  connection: Connection,
  direction: BackfillDirection,
  client: Client = db.connection()
): Promise<{ ok: true; id: string } | { ok: false; reason: 'crm_backfill_running' }> {
  const now = clock.now()
  const row = {
    id: newId('crm_backfill'),
    workspace_id: connection.workspaceId,
    connection_id: connection.id,
    natural_key: connection.id,
    direction,
    lane: 'default',
    state: 'running',
    due_at: now,
    created_at: now,
    updated_at: now,
  }
  const [started] = await insertNew(client, 'crm_backfills', [row])
  if (!started) return { ok: false, reason: 'crm_backfill_running' }
  bell.ring('default', 'crm_backfills')
  return { ok: true, id: row.id }
}

/** How many contacts a back-fill would look at; null where the CRM does not tell. Nothing is changed. */
export async function countFor(connection: Connection, direction: BackfillDirection): Promise<number | null> {
  if (direction === 'to_crm') return countOurs(connection.workspaceId)
  const role = await roleOf(connection)
  return role ? (await role.listContacts(await contextFor(connection), null, [])).total : null
}

/** Whoever can be reached: the others could not be found in a CRM. */
export function ourContacts(client: Client, workspaceId: string) {
  return client
    .from('contacts')
    .where('workspace_id', workspaceId)
    .whereNull('merged_into')
    .whereNull('erased_at')
    .where((either) => either.whereNotNull('phone').orWhereNotNull('email'))
}

async function countOurs(workspaceId: string): Promise<number> {
  const [row] = await ourContacts(db.connection(), workspaceId).count('* as n')
  return Number(row.n)
}
