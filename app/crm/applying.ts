import { settable, ownValues } from './own_fields.ts'
import { setField } from '#app/contacts/fields'
import type { Trx } from '#app/database'
import type { Link } from './link.ts'
import type { Decision } from './merging.ts'
import type { Scene } from './scene.ts'
import { sameValue } from './values.ts'

/**
 * Writes what the CRM knows better into our contact, through the seam that everybody writes it by. What somebody changed
 * here while the CRM was being asked is overtaken: it is looked at once more.
 */
export async function applyOurs(
  trx: Trx,
  { connection }: Scene,
  { link, decisions }: { link: Link; decisions: Decision[] }
): Promise<{ overtaken: Set<Decision>; refused: Set<Decision> }> {
  const [overtaken, refused] = [new Set<Decision>(), new Set<Decision>()]
  const inward = decisions.flatMap((decision) => (decision.kind === 'from_crm' ? [decision] : []))
  if (inward.length === 0) return { overtaken, refused }

  const now = await ownValues(trx, link.contact_id)
  // News for pipelines and for other CRMs, but not for the one that told it.
  const origin = { connector: connection.connector, connectionId: connection.id, historic: link.backfill_id !== null }
  for (const decision of inward) {
    const { field } = decision.meeting.row
    if (!sameValue(now[field] ?? null, decision.meeting.ours)) overtaken.add(decision)
    else if (!(await setField(trx, link.contact_id, settable(field), decision.value, origin)).ok) refused.add(decision)
  }
  return { overtaken, refused }
}
