import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, MINUTE, SECOND } from '#app/clock'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import { finish, LeaseLost } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { nodeOf } from '#app/pipelines/graph'
import { graphsOf } from '#app/pipelines/graphs'
import type { PublishedGraph } from '#app/pipelines/graphs'
import { callOutside } from './outside.ts'
import { passOn } from './pass_on.ts'
import { CLAIMED_STATES } from './run.ts'
import type { RunRow } from './run.ts'
import { stepTypes } from '#app/pipelines/steps/registry'

const MAX_ATTEMPTS = 6

export function registerEngine(): void {
  registerWork<RunRow>({
    name: 'runs',
    table: 'runs',
    states: CLAIMED_STATES,
    lanes: ['conversational', 'transactional', 'default', 'marketing'],
    batch: 50,
    leaseFor: 2 * MINUTE,
    perOwner: { column: 'workspace_id', limit: 40 },
    handle,
    giveUp: (row) => transaction((trx) => giveUp(trx, row, 'step_crashed')),
  })
}

/** Runs that only think share a transaction; those that call somebody go side by side, outside of any. */
async function handle(rows: RunRow[]): Promise<void> {
  const graphs = await graphsOf(
    db.connection(),
    rows.map((row) => row.version_id)
  )
  const calls = rows.filter((row) => isCall(row, graphs))
  const thoughts = rows.filter((row) => !calls.includes(row))
  if (thoughts.length > 0 && !(await together(thoughts))) for (const row of thoughts) await alone(row)
  await Promise.all(calls.map((row) => safely(row, () => callOutside(row))))
}

function isCall(row: RunRow, graphs: Map<string, PublishedGraph>): boolean {
  const graph = graphs.get(row.version_id)?.graph
  const node = graph && nodeOf(graph, row.node)
  const type = node && stepTypes.get(node.type)
  const restsAfterIt = Boolean(type?.run && row.wake)
  return Boolean(type?.call) && !restsAfterIt && row.held_by === null
}

async function together(rows: RunRow[]): Promise<boolean> {
  try {
    await transaction((trx) => passOn(trx, rows))
    return true
  } catch (error) {
    if (rows.length === 1) await recordFailure(rows[0], error)
    else logger.debug({ err: error, runs: rows.length }, 'a batch of runs failed, going one by one')
    return rows.length === 1
  }
}

const alone = (row: RunRow): Promise<void> => safely(row, () => transaction((trx) => passOn(trx, [row])))

async function safely(row: RunRow, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    await recordFailure(row, error)
  }
}

/** Somebody ended or took the run: what was being written is rolled back, and that is all there is to it. */
async function recordFailure(row: RunRow, error: unknown): Promise<void> {
  if (error instanceof LeaseLost) return
  logger.error({ err: error, run: row.id, node: row.node, attempts: row.attempts }, 'a run could not go on')
  await transaction(async (trx) => {
    if (row.attempts >= MAX_ATTEMPTS) return giveUp(trx, row, 'step_crashed')
    await finish(trx, 'runs', row, {
      due_at: clock.now() + Math.min(5 * SECOND * 3 ** (row.attempts - 1), 10 * MINUTE),
      updated_at: clock.now(),
    })
  })
}

async function giveUp(trx: Trx, row: RunRow, code: string): Promise<void> {
  const now = clock.now()
  const params = JSON.stringify({ attempts: row.attempts })
  await finish(trx, 'runs', row, {
    state: 'gave_up',
    held_state: null,
    due_at: null,
    code,
    params,
    ended_at: now,
    updated_at: now,
  })
  if (row.step_run_id) {
    await trx
      .from('step_runs')
      .where('id', row.step_run_id)
      .whereNull('ended_at')
      .update({ state: 'failed', code, ended_at: now })
  }
}
