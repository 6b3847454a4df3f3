import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, MINUTE, SECOND } from '#app/clock'
import { finish } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { Connection } from '#app/connectors/connection'
import { deleteOldBodies } from './delivery_body.ts'
import { reconcile } from './reconciling.ts'
import { sweepAll } from './sweeps.ts'
import { keepSignedIn } from '#app/connectors/oauth_renewal'
import { subscribe } from '#app/connectors/subscription'
import { EVERY } from '#app/connectors/task_plan'
import type { TaskKind } from '#app/connectors/task_plan'
import { testConnection } from '#app/connectors/checking'

interface Task extends ClaimedRow {
  kind: TaskKind
  connection_id: string | null
}

/** What does not work is looked at more often, so that it is seen to work again. */
const AGAIN_WHEN_ILL = 10 * MINUTE

export function registerTasks(): void {
  registerWork<Task>({
    name: 'connection_tasks',
    table: 'connection_tasks',
    states: ['waiting'],
    lanes: ['default'],
    batch: 10,
    leaseFor: 120 * SECOND,
    perOwner: { column: 'workspace_id', limit: 5 },
    handle: async (rows) => void (await Promise.all(rows.map(carryOut))),
    giveUp: (row) => finish(db.connection(), 'connection_tasks', row, { due_at: clock.after(EVERY[row.kind]) }),
  })
}

async function carryOut(task: Task): Promise<void> {
  const again = await run(task)
  await finish(db.connection(), 'connection_tasks', task, { due_at: clock.after(again) })
}

/** Providers drop a subscription that failed for a while, and say nothing: making it again changes nothing else. */
async function check(connection: Connection): Promise<void> {
  await keepSignedIn(connection)
  if (connection.state === 'paused') return
  const { ok } = await testConnection(connection)
  if (ok && connection.working) await subscribe(connection)
}

async function run(task: Task): Promise<number> {
  if (task.kind === 'sweep') return (await deleteOldBodies()) + (await sweepAll()) > 0 ? SECOND : EVERY.sweep
  const connection = task.connection_id && (await Connection.find(task.connection_id))
  if (!connection) return EVERY[task.kind]
  try {
    if (task.kind === 'check') await check(connection)
    else if (connection.working) await reconcile(connection)
  } catch (error) {
    logger.error({ err: error, connection: connection.id, task: task.kind }, 'task failed')
  }
  const well = connection.state === 'healthy' || connection.state === 'paused'
  return well ? EVERY[task.kind] : Math.min(EVERY[task.kind], AGAIN_WHEN_ILL)
}
