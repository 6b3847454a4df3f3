import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'

/** Two contacts that may be one person. */
export interface Suggestion {
  workspaceId: string
  /** Their ids in order. */
  pair: [string, string]
  reason: string
}

export const suggestionRow = ({ workspaceId, pair, reason }: Suggestion) => ({
  id: newId('merge_suggestion'),
  workspace_id: workspaceId,
  contact_id: pair[0],
  other_id: pair[1],
  natural_key: naturalKey(...pair),
  reason,
  state: 'open',
  created_at: clock.now(),
})

/** Asks a person whether the two are one; asked once. */
export async function suggestMerge(trx: Trx, workspaceId: string, a: string, b: string): Promise<void> {
  const pair = [a, b].sort() as [string, string]
  await insertNew(trx, 'merge_suggestions', [suggestionRow({ workspaceId, pair, reason: 'conflicting_identities' })])
}
