import { clock } from '#app/clock'
import { transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { bell } from '#app/work/bell'
import type { Lane } from '#app/work/bell'
import { asCount } from '#app/work/claim'
import { TABLE } from './dispatch.ts'
import type { Subscription } from './subscription.ts'

/** May be sent once more: what came to an end, whichever way. */
const ENDED = ['sent', 'failed', 'gave_up']
const SLICE = 500

/**
 * The same body under the same id, on a schedule of its own: a receiver that had it knows it again. Answers whether
 * there was something to send.
 */
export async function sendAgain(subscription: Subscription, dispatchId: string): Promise<boolean> {
  return (await again((trx) => ended(trx, subscription).where('id', dispatchId))) > 0
}

/** Everything that failed since then, business time; answers how much that is. */
export async function sendFailedAgain(subscription: Subscription, since: number): Promise<number> {
  let count = 0
  for (let slice = SLICE; slice === SLICE; count += slice) {
    slice = await again((trx) =>
      ended(trx, subscription)
        .whereIn('state', ['failed', 'gave_up'])
        .where('settled_at', '>=', since)
        .orderBy('id')
        .limit(SLICE)
    )
  }
  return count
}

const ended = (trx: Trx, { id }: Subscription) => trx.from(TABLE).where('subscription_id', id).whereIn('state', ENDED)

async function again(choose: (trx: Trx) => ReturnType<typeof ended>): Promise<number> {
  const lanes = new Set<Lane>()
  const count = await transaction(async (trx) => {
    const rows: Row[] = await choose(trx).select('id', 'lane')
    rows.forEach((row) => lanes.add(row.lane as Lane))
    const now = clock.now()
    const [changed] = asCount(
      await trx
        .from(TABLE)
        .whereIn(
          'id',
          rows.map(({ id }) => String(id))
        )
        .whereIn('state', ENDED)
        .update({ state: 'pending', due_at: now, tries: 0, settled_at: null, updated_at: now })
    )
    return changed
  })
  for (const lane of lanes) bell.ring(lane, TABLE)
  return count
}
