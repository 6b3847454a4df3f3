import { clock } from '#app/clock'
import type { Trx } from '#app/database'
import type { Link } from './link.ts'

/** What became of one contact of a back-fill, counted in the transaction that settles it. */
export async function countForBackfill(
  trx: Trx,
  { backfill_id: id }: Pick<Link, 'backfill_id'>,
  what: 'changed' | 'skipped' | 'refused'
): Promise<void> {
  if (!id) return
  await trx
    .from('crm_backfills')
    .where('id', id)
    .update({ [what]: trx.knexRawQuery(`${what} + 1`), updated_at: clock.now() })
}
