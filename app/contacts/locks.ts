import { isMysql } from '#app/database'
import type { Trx } from '#app/database'

/** Locks in the order of ids, so that two transactions never wait for each other; answers where merged ones went. */
export async function lockContacts(trx: Trx, contactIds: string[]): Promise<Map<string, string>> {
  const moved = new Map<string, string>()
  let wanted = [...new Set(contactIds)].sort()
  while (wanted.length > 0) {
    const query = trx.from('contacts').select('id', 'merged_into').whereIn('id', wanted).orderBy('id')
    const rows: { id: string; merged_into: string | null }[] = await (isMysql(trx) ? query.forUpdate() : query)
    wanted = []
    for (const { id, merged_into: winner } of rows) {
      if (!winner) continue
      for (const [from, to] of moved) if (to === id) moved.set(from, winner)
      moved.set(id, winner)
      wanted.push(winner)
    }
  }
  return moved
}

/** Answers the contact in force: itself, or the one it was merged into. */
export async function lockContact(trx: Trx, contactId: string): Promise<string> {
  return (await lockContacts(trx, [contactId])).get(contactId) ?? contactId
}
