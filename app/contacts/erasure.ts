import { clock } from '#app/clock'
import type { Client, Row, Trx } from '#app/database'
import { lockContacts } from './locks.ts'
import { erasePersonalRows, personalRows } from './personal_data.ts'
import { PROFILE_COLUMNS } from './profile.ts'
import { leaveHashes } from './suppressions.ts'

/** All that is kept about a person, for the person to read or to take elsewhere. */
export interface ContactExport {
  exportedAt: number
  contact: Row
  data: Record<string, Row[]>
}

export async function exportContact(
  client: Client,
  workspaceId: string,
  contactId: string
): Promise<ContactExport | null> {
  const contact = await client.from('contacts').where({ workspace_id: workspaceId, id: contactId }).first()
  if (!contact) return null
  const { workspace_id, search, ...shown } = contact
  return { exportedAt: clock.now(), contact: shown, data: await personalRows(client, await allOf(client, contactId)) }
}

/**
 * Forgets a person: profile, identities, consents, what they said and what was said to them. An empty contact stays
 * for the figures, and a hash of each address, so that an import does not bring them back into marketing.
 */
export async function eraseContact(trx: Trx, workspaceId: string, contactId: string): Promise<boolean> {
  await lockContacts(trx, [contactId])
  const contact = await trx
    .from('contacts')
    .where({ workspace_id: workspaceId, id: contactId })
    .whereNull('erased_at')
    .first()
  if (!contact) return false

  const contactIds = await allOf(trx, contactId)
  const identities: { natural_key: string }[] = await trx
    .from('contact_identities')
    .whereIn('contact_id', contactIds)
    .select('natural_key')
  await erasePersonalRows(trx, contactIds)
  await leaveHashes(
    trx,
    workspaceId,
    identities.map((row) => ({ key: row.natural_key }))
  )

  const now = clock.now()
  const blank = Object.fromEntries(PROFILE_COLUMNS.map((column) => [column, null]))
  await trx
    .from('contacts')
    .whereIn('id', contactIds)
    .update({ ...blank, search: '', basis_at: null, erased_at: now, updated_at: now })
  return true
}

/** A contact and those that were merged into it. */
async function allOf(client: Client, contactId: string): Promise<string[]> {
  const merged: { id: string }[] = await client.from('contacts').select('id').where('merged_into', contactId)
  return [contactId, ...merged.map((row) => row.id)]
}
