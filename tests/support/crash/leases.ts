import db from '@adonisjs/lucid/services/db'

/** The dead hold nothing for long: their leases' time passes, and nothing else's. */
export async function endLeases(): Promise<void> {
  for (const table of ['messages', 'deliveries', 'events', 'runs'])
    await db.from(table).where('lease_until', '>', 0).update({ lease_until: 1 })
}
