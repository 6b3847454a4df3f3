import { MINUTE } from '#app/clock'
import { allow, delay, EVERY_PURPOSE, refuse } from '#app/messaging/guard/rule'
import type { Rule } from '#app/messaging/guard/rule'
import { ACTIVE_STATES } from './run.ts'
import type { RunState } from './run.ts'

const LOOK_AGAIN_AFTER = MINUTE

/** Whether the run behind a message still goes on: a buyer never reads that they forgot their cart. */
export const runExited: Rule<Map<string, RunState>> = {
  name: 'run_active',
  binds: EVERY_PURPOSE,

  async prepare(client, cases) {
    const ids = [...new Set(cases.flatMap((kase) => (kase.deciding && kase.runId ? [kase.runId] : [])))]
    if (ids.length === 0) return new Map()
    const rows: { id: string; state: RunState }[] = await client.from('runs').whereIn('id', ids).select('id', 'state')
    return new Map(rows.map(({ id, state }) => [id, state]))
  },

  // While it is being made, the message belongs to the very run that makes it.
  judge({ runId, deciding, now }, states) {
    if (!runId || !deciding) return allow()
    const state = states.get(runId)
    if (!state || !ACTIVE_STATES.includes(state)) return refuse('run_exited')
    return state === 'paused' ? delay(now + LOOK_AGAIN_AFTER, 'run_paused') : allow()
  },
}
