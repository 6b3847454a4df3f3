import { clock, DAY } from '#app/clock'
import db from '@adonisjs/lucid/services/db'
import { insert } from '#app/database'
import type { Client } from '#app/database'
import { newId } from '#app/ids'
import type { Rule } from './mapping.ts'

/**
 * `to_crm` and `from_crm`: written there, written here. `kept`: they differ and stay so. `same`: looked at, and nothing
 * was to be done. `refused`: the CRM would not. `linked` and `unlinked`: which record is whose. `logged`: a chat.
 */
export const OUTCOMES = ['to_crm', 'from_crm', 'kept', 'same', 'refused', 'linked', 'unlinked', 'logged'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** One line of the log: what differed, and what became of it. */
export interface Entry {
  workspaceId: string
  connectionId: string
  contactId: string | null
  crmId: string | null
  outcome: Outcome
  field?: string | null
  crmField?: string | null
  before?: unknown
  after?: unknown
  /** What the losing side held. */
  lost?: unknown
  rule?: Rule | null
  code?: string | null
  params?: Record<string, string | number> | null
}

const KEPT_FOR = 90 * DAY
const SLICE = 500

export async function log(client: Client, entries: Entry[]): Promise<void> {
  const at = clock.now()
  const rows = entries.map((entry) => ({
    id: newId('crm_entry'),
    workspace_id: entry.workspaceId,
    connection_id: entry.connectionId,
    contact_id: entry.contactId,
    crm_id: entry.crmId,
    outcome: entry.outcome,
    field: entry.field ?? null,
    crm_field: entry.crmField ?? null,
    before: written(entry.before),
    after: written(entry.after),
    lost: written(entry.lost),
    rule: entry.rule ?? null,
    code: entry.code ?? null,
    params: entry.params ? JSON.stringify(entry.params) : null,
    at,
  }))
  await insert(client, 'crm_entries', rows)
}

const written = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value).slice(0, 4000)

/** The log is for finding out, not for keeping: what is older than three months goes, a slice at a time. */
export async function forgetOldEntries(): Promise<number> {
  const client = db.connection()
  const old: { id: string }[] = await client
    .from('crm_entries')
    .select('id')
    .where('at', '<', clock.now() - KEPT_FOR)
    .limit(SLICE)
  if (old.length > 0)
    await client
      .from('crm_entries')
      .whereIn(
        'id',
        old.map(({ id }) => id)
      )
      .delete()
  return old.length
}
