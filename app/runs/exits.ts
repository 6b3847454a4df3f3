import { clock } from '#app/clock'
import type { Trx } from '#app/database'
import { cancelMessages } from '#app/messaging/cancel'
import { asCount } from '#app/work/claim'
import { ACTIVE_STATES } from './run.ts'
import { dropWaits } from './waits.ts'

export interface Ending {
  state: 'exited' | 'completed' | 'cancelled'
  code: string
  params?: Record<string, unknown>
  goal?: boolean
}

/**
 * Ends a run wherever it is. Its lease changes first, so that a worker who is writing for it fails; then its waits go
 * and its messages that nobody has sent yet. Call it under the contact's lock. False: it had ended already.
 */
export async function endRun(trx: Trx, runId: string, { state, code, params, goal = false }: Ending): Promise<boolean> {
  const now = clock.now()
  const why = params ? JSON.stringify(params) : null
  const [count] = asCount(
    await trx
      .from('runs')
      .where('id', runId)
      .whereIn('state', [...ACTIVE_STATES])
      .update({
        state,
        code,
        params: why,
        held_state: null,
        held_by: null,
        due_at: null,
        wake: null,
        lease_token: null,
        lease_until: 0,
        ended_at: now,
        updated_at: now,
        ...(goal ? { goal_at: now } : {}),
      })
  )
  if (count === 0) return false

  await trx
    .from('step_runs')
    .where('run_id', runId)
    .whereNull('ended_at')
    .update({ state: 'exited', code, params: why, ended_at: now })
  await dropWaits(trx, [runId])
  await cancelMessages(trx, { runId, reason: 'run_exited' })
  return true
}
