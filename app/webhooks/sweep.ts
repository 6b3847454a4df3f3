import db from '@adonisjs/lucid/services/db'
import { clock, DAY } from '#app/clock'
import type { Row } from '#app/database'

/** What a person may still want to look at or send again. */
const KEPT_FOR = 30 * DAY
const SLICE = 500

/** Deletes a slice of what is old and settled; answers how much that was. */
export async function sweepWebhooks(): Promise<number> {
  const before = clock.now() - KEPT_FOR
  const dispatches = await sweep('webhook_dispatches', 'settled_at', before)
  return dispatches + (await sweep('webhook_attempts', 'at', before))
}

async function sweep(table: string, column: string, before: number): Promise<number> {
  const rows: Row[] = await db.from(table).where(column, '<', before).limit(SLICE).select('id')
  if (rows.length === 0) return 0
  await db
    .from(table)
    .whereIn(
      'id',
      rows.map(({ id }) => String(id))
    )
    .delete()
  return rows.length
}
