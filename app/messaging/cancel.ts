import { clock } from '#app/clock'
import { isMysql } from '#app/database'
import type { Trx } from '#app/database'
import { WAITING_STATES } from './message.ts'
import type { MessageRow } from './message.ts'
import { settle } from './observers.ts'
import { settledFrom } from './settled.ts'
import { idsOf } from './sql.ts'

/**
 * Cancels the messages of a run (or one message) that have not been handed to the provider. One that a sender has just
 * claimed is taken from it: the sender looks again before it commits an attempt.
 */
export async function cancelMessages(
  trx: Trx,
  {
    runId,
    messageId,
    workspaceId,
    reason,
  }: { runId?: string; messageId?: string; workspaceId?: string; reason: string }
): Promise<number> {
  const query = trx.from('messages').whereIn('state', [...WAITING_STATES])
  if (runId) query.where('run_id', runId)
  else query.where({ id: messageId ?? '', workspace_id: workspaceId ?? '' })
  const rows: MessageRow[] = await (isMysql(trx) ? query.forUpdate() : query)
  if (rows.length === 0) return 0

  await trx
    .from('messages')
    .whereIn('id', idsOf(rows))
    .whereIn('state', [...WAITING_STATES])
    .update({
      state: 'cancelled',
      code: reason,
      params: null,
      due_at: null,
      lease_token: null,
      lease_until: 0,
      updated_at: clock.now(),
    })
  await settle(
    trx,
    rows.map((row) => settledFrom(row, 'cancelled', reason))
  )
  return rows.length
}
