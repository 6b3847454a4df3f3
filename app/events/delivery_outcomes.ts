import db from '@adonisjs/lucid/services/db'
import type { Outcome } from '#app/deliveries/outcomes'

/** The events that deliveries became, for the lists of deliveries. */
export async function outcomesOfDeliveries(deliveryIds: string[]): Promise<Map<string, Outcome[]>> {
  const rows: { id: string; type: string; delivery_id: string; contact_id: string | null }[] = await db
    .from('events')
    .whereIn('delivery_id', deliveryIds)
    .orderBy('id')
    .select('id', 'type', 'delivery_id', 'contact_id')
  const outcomes = new Map<string, Outcome[]>()
  for (const row of rows) {
    outcomes.set(row.delivery_id, [
      ...(outcomes.get(row.delivery_id) ?? []),
      { eventId: row.id, type: row.type, contactId: row.contact_id },
    ])
  }
  return outcomes
}
