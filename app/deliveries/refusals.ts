import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, HOUR, SECOND } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import { newId } from '#app/ids'

interface Count {
  endpointId: string
  reason: string
  hour: number
  count: number
  lastAt: number
}

const FLUSH_EVERY = 2 * SECOND

let counts = new Map<string, Count>()
let timer: NodeJS.Timeout | null = null

/**
 * What an endpoint turned away is counted per reason and hour, never stored: whoever knows the URL could otherwise
 * fill the disk with it.
 */
export function countRefusal(endpointId: string, reason: string): void {
  const now = clock.now()
  const hour = now - (now % HOUR)
  const key = `${endpointId} ${reason} ${hour}`
  const known = counts.get(key)
  counts.set(key, { endpointId, reason, hour, count: (known?.count ?? 0) + 1, lastAt: now })
  timer ??= setTimeout(flushInBackground, FLUSH_EVERY).unref()
}

function flushInBackground() {
  flushRefusals().catch((error: unknown) => logger.error({ err: error }, 'refusals were not counted'))
}

/** Writes what was counted since; at most one row per endpoint, reason and hour. */
export async function flushRefusals(): Promise<void> {
  if (timer) clearTimeout(timer)
  timer = null
  const group = [...counts.values()]
  counts = new Map()
  if (group.length === 0) return

  await transaction(async (trx) => {
    const rows = group.map((one) => ({
      id: newId('row'),
      endpoint_id: one.endpointId,
      reason: one.reason,
      hour: one.hour,
      count: 0,
      last_at: one.lastAt,
    }))
    await insertNew(trx, 'endpoint_refusals', rows)
    for (const { endpointId, reason, hour, count, lastAt } of group) {
      await trx.from('endpoint_refusals').where({ endpoint_id: endpointId, reason, hour }).increment('count', count)
      await trx.from('endpoint_refusals').where({ endpoint_id: endpointId, reason, hour }).update({ last_at: lastAt })
    }
  })
}

/** Newest hour first, what is still in memory included. */
export async function refusalsOf(
  endpointIds: string[],
  since: number
): Promise<{ reason: string; hour: number; count: number; lastAt: number }[]> {
  await flushRefusals()
  const rows = await db
    .from('endpoint_refusals')
    .whereIn('endpoint_id', endpointIds)
    .where('hour', '>=', since - HOUR)
    .orderBy('hour', 'desc')
  return rows.map((row) => ({
    reason: row.reason,
    hour: Number(row.hour),
    count: row.count,
    lastAt: Number(row.last_at),
  }))
}
