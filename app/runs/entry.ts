import { clock, DAY } from '#app/clock'
import { upsert } from '#app/database'
import type { Row, Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import { holds, valueAt } from '#app/pipelines/conditions'
import type { Entry } from '#app/pipelines/graph'

export interface Applicant {
  workspaceId: string
  pipelineId: string
  contactId: string
  /** Asked for only when a rule looks at them. */
  values(): Promise<Record<string, unknown>>
}

export type Admission = { ok: true } | { ok: false; code: string; params?: Record<string, unknown> }

/** Whether somebody may enter, and that they did. Under the contact's lock, so that nobody enters twice at once. */
export async function admit(trx: Trx, { rule, days = 1, field, who }: Entry, applicant: Applicant): Promise<Admission> {
  if (who && !holds(who, await applicant.values())) return { ok: false, code: 'entry_condition' }
  if (rule === 'always') return { ok: true }

  const { workspaceId, pipelineId, contactId } = applicant
  const value = field ? valueAt(await applicant.values(), field) : null
  const key = naturalKey(contactId, ...(field ? [field, JSON.stringify(value ?? null)] : []))
  const last: Row | null = await trx.from('pipeline_entries').where({ pipeline_id: pipelineId, entry_key: key }).first()
  const now = clock.now()
  if (last && rule === 'once') return { ok: false, code: 'entry_once', params: { since: Number(last.last_entered_at) } }
  if (last && Number(last.last_entered_at) > now - days * DAY) {
    return { ok: false, code: 'entry_too_soon', params: { days, since: Number(last.last_entered_at) } }
  }

  const entry = {
    id: newId('row'),
    workspace_id: workspaceId,
    pipeline_id: pipelineId,
    contact_id: contactId,
    entry_key: key,
    last_entered_at: now,
  }
  await upsert(trx, 'pipeline_entries', entry, ['pipeline_id', 'entry_key'], ['last_entered_at'])
  return { ok: true }
}
