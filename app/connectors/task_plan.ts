import db from '@adonisjs/lucid/services/db'
import { clock, HOUR, MINUTE } from '#app/clock'
import { insertNew } from '#app/database'
import type { Client, Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import type { Connection } from './connection.ts'
import { connectors } from './registry.ts'

/** What has to be done again and again; each is a row that is due, so that no tick of a timer can be missed. Providers are asked by machine time. */
export type TaskKind = 'check' | 'reconcile' | 'sweep'

export const EVERY: Record<TaskKind, number> = { check: HOUR, reconcile: 15 * MINUTE, sweep: HOUR }

export async function planTasks(trx: Trx, connection: Connection): Promise<void> {
  const { webhooks } = connectors.get(connection.connector) ?? {}
  const kinds = webhooks ? (['check', 'reconcile'] as const) : (['check'] as const)
  await plan(
    trx,
    kinds.map((kind) => ({ kind, connection, due: clock.after(EVERY[kind]) }))
  )
}

export async function dropTasks(trx: Trx, connectionId: string): Promise<void> {
  await trx.from('connection_tasks').where('connection_id', connectionId).delete()
}

/** While a connection is paused only its check goes on, which then asks nothing but for its sign-in to live on. */
export async function pauseTasks(trx: Trx, connectionId: string): Promise<void> {
  await trx.from('connection_tasks').where('connection_id', connectionId).whereNot('kind', 'check').delete()
}

/** Once for the installation: bodies that are too old go. */
export async function planSweep(): Promise<void> {
  await plan(db.connection(), [{ kind: 'sweep', connection: null, due: clock.now() }])
}

async function plan(client: Client, tasks: { kind: TaskKind; connection: Connection | null; due: number }[]) {
  const now = clock.now()
  const rows = tasks.map(({ kind, connection, due }) => ({
    id: newId('row'),
    workspace_id: connection?.workspaceId ?? null,
    connection_id: connection?.id ?? null,
    kind,
    natural_key: naturalKey(kind, connection?.id ?? 'installation'),
    lane: 'default',
    state: 'waiting',
    due_at: due,
    created_at: now,
    updated_at: now,
  }))
  await insertNew(client, 'connection_tasks', rows)
}
