import { DAY } from '#app/clock'
import type { Client, Trx } from '#app/database'

const YEAR = 365 * DAY

/** An order, a ticket or a message from the person: later ones push the date on. */
export async function noteBasis(trx: Trx, contactId: string, at: number): Promise<void> {
  await trx
    .from('contacts')
    .where('id', contactId)
    .where((query) => query.whereNull('basis_at').orWhere('basis_at', '<', at))
    .update({ basis_at: at })
}

/** Whether messages about an order or a request may be sent without an explicit consent. */
export async function hasTransactionalBasis(client: Client, contactId: string, now: number): Promise<boolean> {
  const row = await client.from('contacts').select('basis_at').where('id', contactId).first()
  return row?.basis_at !== null && row?.basis_at !== undefined && Number(row.basis_at) >= now - YEAR
}
