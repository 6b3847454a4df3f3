import { clock } from '#app/clock'
import type { Trx } from '#app/database'
import { registerPersonalTable } from '#app/contacts/personal_data'
import type { ReportDetails } from './conversion_rows.ts'

const NOTHING: ReportDetails = { value: null, orderId: null, items: [], client: null, referral: null }

/** What was earned stays for the figures; what has not been told yet about an erased person never will be. */
async function eraseReports(trx: Trx, contactIds: string[]): Promise<void> {
  const now = clock.now()
  const dropped = {
    state: 'dropped',
    code: 'erased',
    due_at: null,
    lease_token: null,
    lease_until: 0,
    settled_at: now,
  }
  await trx.from('reports').whereIn('contact_id', contactIds).where('state', 'pending').update(dropped)
  await trx
    .from('reports')
    .whereIn('contact_id', contactIds)
    .update({ details: JSON.stringify(NOTHING), updated_at: now })
}

export function registerConversionTables(): void {
  registerPersonalTable(
    { table: 'conversions', erase: { blank: { outcome_id: '' } } },
    { table: 'reports', erase: eraseReports, except: ['trace_id', 'warnings'] }
  )
}
