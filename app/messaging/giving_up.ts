import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { release } from './claimed.ts'
import type { MessageRow, MessageState } from './message.ts'
import { settle } from './observers.ts'
import { toldAlready } from './outcomes.ts'
import { settledFrom } from './settled.ts'

/** Several workers died over it. With an attempt open nobody knows what happened; without one nothing was sent. */
export async function giveUpSending(row: MessageRow): Promise<void> {
  const now = clock.now()
  const state: MessageState = row.state === 'sending' ? 'unknown' : 'failed'
  await transaction(async (trx) => {
    if (await toldAlready(trx, row)) return release(trx, [row], {})
    await release(trx, [row], {
      state,
      code: 'gave_up',
      due_at: state === 'unknown' ? now : null,
      failed_at: state === 'failed' ? now : null,
      ...(state === 'failed' ? { counted_at: null } : {}),
      updated_at: now,
    })
    await settle(trx, [settledFrom(row, state, 'gave_up')])
  })
}
