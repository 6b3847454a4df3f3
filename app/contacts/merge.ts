import { clock } from '#app/clock'
import type { Row, Trx } from '#app/database'
import { lockContacts } from './locks.ts'
import { movePersonalRows } from './personal_data.ts'
import { PROFILE_COLUMNS } from './profile.ts'
import { searchText } from './search.ts'

export type MergeOutcome = { ok: true } | { ok: false; reason: 'contact_unknown' | 'already_merged' | 'same_contact' }

/**
 * One person had two contacts. The loser stays as a sign-post; all it had moves, and of two consents the stricter
 * holds.
 */
export async function mergeContacts(
  trx: Trx,
  {
    workspaceId,
    winnerId,
    loserId,
    decidedBy,
  }: { workspaceId: string; winnerId: string; loserId: string; decidedBy: string | null }
): Promise<MergeOutcome> {
  if (winnerId === loserId) return { ok: false, reason: 'same_contact' }
  await lockContacts(trx, [winnerId, loserId])
  const rows: Row[] = await trx.from('contacts').where('workspace_id', workspaceId).whereIn('id', [winnerId, loserId])
  const winner = rows.find((row) => row.id === winnerId)
  const loser = rows.find((row) => row.id === loserId)
  if (!winner || !loser) return { ok: false, reason: 'contact_unknown' }
  if (winner.merged_into || loser.merged_into) return { ok: false, reason: 'already_merged' }

  const now = clock.now()
  await movePersonalRows(trx, loserId, winnerId)
  const profile = Object.fromEntries(PROFILE_COLUMNS.map((column) => [column, winner[column] ?? loser[column] ?? null]))
  const basis = Math.max(Number(winner.basis_at ?? 0), Number(loser.basis_at ?? 0)) || null
  await trx
    .from('contacts')
    .where('id', winnerId)
    .update({ ...profile, search: searchText(profile), basis_at: basis, updated_at: now })
  await trx
    .from('contacts')
    .where('id', loserId)
    .orWhere('merged_into', loserId)
    .update({ merged_into: winnerId, updated_at: now })
  await trx
    .from('merge_suggestions')
    .whereIn('contact_id', [winnerId, loserId])
    .whereIn('other_id', [winnerId, loserId])
    .update({ state: 'merged', decided_at: now, decided_by: decidedBy })
  return { ok: true }
}
