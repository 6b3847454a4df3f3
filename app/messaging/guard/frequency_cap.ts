import { isMysql } from '#app/database'
import type { Client } from '#app/database'
import type { Case } from './case.ts'
import { allow, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

/** What each contact had lately, by contact id, oldest first. Grows as this round reserves. */
type Counted = Map<string, number[]>

/**
 * At most so many marketing messages per contact in so many days. A message counts from the claim that decides to send
 * it, and no longer once it turns out that nothing was sent.
 */
export const frequencyCap: Rule<Counted> = {
  name: 'frequency_cap',
  binds: ['marketing'],
  prepare: countLately,
  judge(kase, counted) {
    const settings = kase.facts.workspace?.settings
    if (!settings) return allow()
    const times = (counted.get(kase.contactId) ?? []).filter((at) => at > kase.now - settings.frequency_window)
    if (times.length >= settings.frequency_cap) {
      return refuse('frequency_cap', {
        sent: times.length,
        cap: settings.frequency_cap,
        days: Math.round(settings.frequency_window / 86_400_000),
      })
    }
    // The next message of the same batch must see this one.
    if (kase.deciding) counted.set(kase.contactId, [...times, kase.now])
    return allow('within_cap', { sent: times.length, cap: settings.frequency_cap })
  },
}

async function countLately(client: Client, cases: Case[]): Promise<Counted> {
  const marketing = cases.filter((kase) => kase.purpose === 'marketing' && kase.facts.workspace)
  const counted: Counted = new Map()
  if (marketing.length === 0) return counted

  const ids = [...new Set(marketing.map((kase) => kase.contactId))].sort()
  // Two workers with a message each for one contact must not both find room for the last one.
  if (marketing[0].deciding && isMysql(client))
    await client.from('contacts').select('id').whereIn('id', ids).orderBy('id').forUpdate()
  const since = Math.min(...marketing.map((kase) => kase.now - (kase.facts.workspace?.settings.frequency_window ?? 0)))
  const rows: { contact_id: string; counted_at: number; id: string }[] = await client
    .from('messages')
    .select('id', 'contact_id', 'counted_at')
    .whereIn('contact_id', ids)
    .where('purpose', 'marketing')
    .where('counted_at', '>', since)
    .whereNotIn(
      'id',
      marketing.map((kase) => kase.id)
    )
  for (const row of rows) counted.set(row.contact_id, [...(counted.get(row.contact_id) ?? []), Number(row.counted_at)])
  return counted
}
