import { isMysql } from '#app/database'
import type { Client } from '#app/database'
import type { Case } from './case.ts'
import { allow, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

/** A message that counts, with the step that sent it. */
interface Told {
  at: number
  stepRunId: string | null
}

/** What each contact had lately, by contact id. Grows as this round reserves. */
type Counted = Map<string, Told[]>

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
    const told = counted.get(kase.contactId) ?? []
    const sent = countOf(told, kase, kase.now - settings.frequency_window)
    if (sent >= settings.frequency_cap) {
      return refuse('frequency_cap', {
        sent,
        cap: settings.frequency_cap,
        days: Math.round(settings.frequency_window / 86_400_000),
      })
    }
    // The next message of the same batch must see this one.
    if (kase.deciding) counted.set(kase.contactId, [...told, { at: kase.now, stepRunId: kase.stepRunId }])
    return allow('within_cap', { sent, cap: settings.frequency_cap })
  },
}

/** The same message on two channels, one after the other, is one message; so an SMS that stands in for it is none more. */
function countOf(told: Told[], { stepRunId }: Case, since: number): number {
  const others = told.filter((one) => one.at > since && (stepRunId === null || one.stepRunId !== stepRunId))
  const steps = new Set(others.flatMap((one) => one.stepRunId ?? []))
  return steps.size + others.filter((one) => one.stepRunId === null).length
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
  const rows: { contact_id: string; counted_at: number; step_run_id: string | null }[] = await client
    .from('messages')
    .select('contact_id', 'counted_at', 'step_run_id')
    .whereIn('contact_id', ids)
    .where('purpose', 'marketing')
    .where('counted_at', '>', since)
    .whereNotIn(
      'id',
      marketing.map((kase) => kase.id)
    )
  for (const { contact_id: id, counted_at: at, step_run_id: stepRunId } of rows)
    counted.set(id, [...(counted.get(id) ?? []), { at: Number(at), stepRunId }])
  return counted
}
