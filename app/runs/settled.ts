import type { SettledMessage } from '#app/messaging/observers'
import type { Trx } from '#app/database'
import { bell } from '#app/work/bell'
import { wake } from './run_states.ts'

/** A message has met its fortune: the run that waits for it may go on. */
export async function messageSettled(trx: Trx, message: SettledMessage): Promise<void> {
  if (!message.runId || !message.stepRunId) return
  const { id, runId, stepRunId, leg, state, code, params } = message
  await wake(trx, {
    runId,
    stepRunId,
    from: 'parked',
    by: { kind: 'message', messageId: id, leg, state, code, params },
  })
  trx.after('commit', () => bell.ring(message.lane, 'runs'))
}
