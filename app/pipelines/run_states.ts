import { clock } from '#app/clock'
import type { Row, Trx } from '#app/database'
import type { RunState } from './run.ts'
import type { Wake } from './steps/step.ts'

/**
 * The columns that bring a run into a state in which it goes on. One that somebody paused meanwhile keeps that state
 * for later instead.
 */
export function goingOn(trx: Trx, state: Extract<RunState, 'running' | 'waiting' | 'parked'>, dueAt: number | null): Row {
  return {
    held_state: state,
    state: trx.knexRawQuery("case when held_by is null then ? else 'paused' end", [state]),
    due_at: dueAt,
    updated_at: clock.now(),
  }
}

/** Lets a run go on from where it stands; nothing happens when it is no longer there. */
export async function wake(trx: Trx, at: { runId: string; stepRunId: string; from: 'waiting' | 'parked' }, by: Wake): Promise<void> {
  await trx
    .from('runs')
    .where({ id: at.runId, step_run_id: at.stepRunId })
    .where((query) => query.where('state', at.from).orWhere((held) => held.where({ state: 'paused', held_state: at.from })))
    .update({ ...goingOn(trx, 'running', clock.now()), wake: JSON.stringify(by) })
}
