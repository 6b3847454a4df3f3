import { insertNew } from '#app/database'
import type { Trx } from '#app/database'
import type { StoredReferral } from '#app/contacts/referrals'
import type { StoredEvent } from '#app/events/event'
import { bell } from '#app/work/bell'
import { asCount } from '#app/work/claim'
import { reportRow } from './conversion_rows.ts'
import type { ReportDecision } from './conversion_rows.ts'
import type { Outcome } from './outcomes.ts'

interface Queueing {
  conversionId: string
  outcome: Outcome
  referral: StoredReferral | null
  decision: ReportDecision & { report: true }
}

export async function queueReport(trx: Trx, event: StoredEvent, queueing: Queueing): Promise<void> {
  const row = reportRow(event, queueing)
  const [fresh] = await insertNew(trx, 'reports', [row])
  // Another conversion was told under the same id: the shop's pattern names one order for both.
  if (!fresh) return countDuplicate(trx, 'reports', { dataset: row.dataset, natural_key: row.natural_key })
  trx.after('commit', () => bell.ring('default', 'reports'))
}

export async function countDuplicate(trx: Trx, table: string, where: Record<string, string>): Promise<void> {
  asCount(await trx.from(table).where(where).increment('duplicates', 1))
}
