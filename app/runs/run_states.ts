import { caseOf } from '#app/bulk_update'
import { clock } from '#app/clock'
import type { Row, Trx } from '#app/database'
import { together } from '#app/together'
import type { RunState } from './run.ts'
import type { Wake } from '#app/pipelines/steps/step'

/**
 * The columns that bring a run into a state in which it goes on. One that somebody paused meanwhile keeps that state
 * for later instead.
 */
export function goingOn(
  trx: Trx,
  state: Extract<RunState, 'running' | 'waiting' | 'parked'>,
  dueAt: number | null
): Row {
  return {
    held_state: state,
    state: trx.knexRawQuery("case when held_by is null then ? else 'paused' end", [state]),
    due_at: dueAt,
    updated_at: clock.now(),
  }
}

interface Waking {
  runId: string
  stepRunId: string
  from: 'waiting' | 'parked'
  by: Wake
}

/** Lets a run go on from where it stands; nothing happens when it is no longer there. */
export const wake: (trx: Trx, waking: Waking) => Promise<void> = together(async (trx: Trx, wakings: Waking[]) => {
  for (const [from, alike] of Map.groupBy(wakings, (waking) => waking.from)) {
    // Of several reasons for one rest the first counts: `case` takes the first that fits.
    const why = caseOf(
      alike.map(({ stepRunId, by }) => [stepRunId, JSON.stringify(by)]),
      'step_run_id'
    )
    await trx
      .from('runs')
      .whereIn(
        'id',
        alike.map(({ runId }) => runId)
      )
      .whereIn(
        'step_run_id',
        alike.map(({ stepRunId }) => stepRunId)
      )
      .where((query) => query.where('state', from).orWhere((held) => held.where({ state: 'paused', held_state: from })))
      .update({ ...goingOn(trx, 'running', clock.now()), wake: trx.knexRawQuery(why.sql, why.bindings as never[]) })
  }
  return wakings.map(() => undefined)
})
