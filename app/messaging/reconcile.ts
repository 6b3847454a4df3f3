import { Connection } from '#app/connectors/connection'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import type { Work } from '#app/work/worker'
import { release } from './claimed.ts'
import type { MessageRow } from './message.ts'
import { settle } from './observers.ts'
import { storeOutcomes, toldAlready } from './outcomes.ts'
import { lookedUp, openAttempts, SENDING_LANES } from './sender.ts'
import { settledFrom } from './settled.ts'

/**
 * Ends what nobody knew about, when no status came in all the time that the channel gives it: asked again where the
 * provider can be asked, sent once more where the connection allows that, else refused and shown.
 */
export const reconciling: Work<MessageRow> = {
  name: 'reconciling',
  table: 'messages',
  states: ['unknown'],
  lanes: SENDING_LANES,
  batch: 20,
  async handle(rows) {
    const connections = await Connection.query().whereIn('id', [...new Set(rows.map((row) => row.connection_id))])
    const attempts = await openAttempts(rows)
    for (const row of rows) {
      const connection = connections.find(({ id }) => id === row.connection_id)
      const attempt = attempts.get(row.id)
      const result = connection && attempt ? await lookedUp(row, attempt, connection) : null
      if (attempt && result && result.kind !== 'unknown') {
        await transaction((trx) => storeOutcomes(trx, [{ row, attempt, result, reconcileAfter: 0 }]))
      } else {
        await transaction((trx) => conclude(trx, row, connection))
      }
    }
  },
  giveUp: (row) =>
    transaction(async (trx) => ((await toldAlready(trx, row)) ? release(trx, [row], {}) : refuse(trx, row))),
}

async function conclude(trx: Trx, row: MessageRow, connection: Connection | undefined): Promise<void> {
  // A status came while the provider was being asked.
  if (await toldAlready(trx, row)) return release(trx, [row], {})
  const now = clock.now()
  const mayRepeat =
    connection?.settings.resendUnknown === true && row.purpose === 'transactional' && !row.possible_duplicate
  if (!mayRepeat || now >= Number(row.send_before)) return refuse(trx, row)
  await release(trx, [row], {
    state: 'queued',
    due_at: now,
    possible_duplicate: true,
    code: null,
    params: null,
    updated_at: now,
  })
}

async function refuse(trx: Trx, row: MessageRow): Promise<void> {
  await release(trx, [row], { state: 'refused', code: 'outcome_unknown', due_at: null, updated_at: clock.now() })
  await settle(trx, [settledFrom(row, 'refused', 'outcome_unknown')])
}
