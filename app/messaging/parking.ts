import { clock, DAY } from '#app/clock'
import { insertNew, isMysql, readJson } from '#app/database'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import { apply } from './applying.ts'
import type { StatusTarget } from './applying.ts'
import { statusKey } from './status.ts'
import type { Status } from './status.ts'

const KEPT_FOR = 3 * DAY

/** Keeps statuses of messages that nobody here knows yet: the answer that names them may still be on its way. */
export async function park(trx: Trx, statuses: Status[]): Promise<void> {
  if (statuses.length === 0) return
  // Somebody else may send by the same number; what was never asked for is not kept for ever.
  await trx
    .from('parked_statuses')
    .where('received_at', '<', clock.now() - KEPT_FOR)
    .delete()
  await insertNew(
    trx,
    'parked_statuses',
    statuses.map((status) => ({
      id: newId('parked_status'),
      workspace_id: status.workspaceId,
      connection_id: status.connectionId,
      provider_id: status.providerId,
      natural_key: statusKey(status),
      status: JSON.stringify(status),
      received_at: status.receivedAt,
    }))
  )
  // The answer may be stored at this very moment: whoever of the two comes second waits for the first, and sees it.
  if (isMysql(trx)) await matchParked(trx, statuses)
}

/** Now that these ids have become known, applies what was said of them before. */
export async function matchParked(trx: Trx, known: { connectionId: string; providerId: string }[]): Promise<void> {
  const parked = trx
    .from('parked_statuses')
    .whereIn(
      'provider_id',
      known.map(({ providerId }) => providerId)
    )
    .whereIn('connection_id', [...new Set(known.map(({ connectionId }) => connectionId))])
  const rows: { id: string; connection_id: string; provider_id: string; status: string }[] = await (isMysql(trx)
    ? parked.forUpdate()
    : parked)
  if (rows.length === 0) return

  const named = trx
    .from('messages')
    .whereIn('provider_id', [...new Set(rows.map((row) => row.provider_id))])
    .whereIn('connection_id', [...new Set(rows.map((row) => row.connection_id))])
  const targets: StatusTarget[] = await (isMysql(trx) ? named.forUpdate() : named)
  const pairs = rows.flatMap((row) => {
    const target = targets.find(
      (each) => each.connection_id === row.connection_id && each.provider_id === row.provider_id
    )
    return target ? [{ target, status: readJson<Status>(row.status) }] : []
  })
  await apply(trx, pairs)
  const matched = rows.filter((row) =>
    targets.some((target) => target.connection_id === row.connection_id && target.provider_id === row.provider_id)
  )
  await trx
    .from('parked_statuses')
    .whereIn(
      'id',
      matched.map((row) => row.id)
    )
    .delete()
}
