import { DAY } from '#app/clock'
import type { Client, Trx } from '#app/database'

const YEAR = 365 * DAY

/** An order, a ticket or a message from the person: later ones push the date on. */
export const noteBasis = (trx: Trx, contactId: string, at: number): Promise<void> => noteBases(trx, [{ contactId, at }])

/** The same for many people in one statement. */
export async function noteBases(trx: Trx, bases: { contactId: string; at: number }[]): Promise<void> {
  const latest = new Map<string, number>()
  for (const { contactId, at } of bases) latest.set(contactId, Math.max(at, latest.get(contactId) ?? 0))
  if (latest.size === 0) return

  const cases = [...latest].map(() => 'WHEN id = ? AND (basis_at IS NULL OR basis_at < ?) THEN ?').join(' ')
  const bindings = [...latest].flatMap(([contactId, at]) => [contactId, at, at])
  await trx
    .from('contacts')
    .whereIn('id', [...latest.keys()])
    .update({ basis_at: trx.raw(`CASE ${cases} ELSE basis_at END`, bindings) })
}

/** Whether messages about an order or a request may be sent without an explicit consent. */
export async function hasTransactionalBasis(client: Client, contactId: string, now: number): Promise<boolean> {
  const row = await client.from('contacts').select('basis_at').where('id', contactId).first()
  return row?.basis_at !== null && row?.basis_at !== undefined && Number(row.basis_at) >= now - YEAR
}
