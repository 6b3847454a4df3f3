import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import type { Json } from '#app/connectors/json'
import type { Outcome } from './log.ts'
import type { Rule } from './mapping.ts'

/** What people look for in the log. */
export const LOG_GROUPS = ['written', 'kept', 'refused', 'records', 'chats', 'looked'] as const
export type LogGroup = (typeof LOG_GROUPS)[number]

const GROUPS: Record<LogGroup, Outcome[]> = {
  written: ['to_crm', 'from_crm'],
  kept: ['kept'],
  refused: ['refused'],
  records: ['linked', 'unlinked'],
  chats: ['logged'],
  looked: ['same'],
}

export interface LogFilter {
  outcome?: LogGroup
  /** Part of a name or number, or a field. */
  q?: string
  contact?: string
  before?: string
}

/** One line of the log, as lists show it. */
export interface LogLine {
  id: string
  at: number
  outcome: Outcome
  contact: { id: string; name: string | null } | null
  crmId: string | null
  field: string | null
  crmField: string | null
  before: Json
  after: Json
  lost: Json
  rule: Rule | null
  code: string | null
  params: Record<string, string | number> | null
}

const PAGE = 50

/** Newest first; `before` is the last line's id. */
export async function listLog(client: Client, connectionId: string, filter: LogFilter) {
  const query = client
    .from('crm_entries as e')
    .leftJoin('contacts as c', 'c.id', 'e.contact_id')
    .where('e.connection_id', connectionId)
    .select('e.*', 'c.first_name', 'c.last_name', 'c.phone', 'c.email')
  if (filter.outcome) query.whereIn('e.outcome', GROUPS[filter.outcome])
  if (filter.contact) query.where('e.contact_id', filter.contact)
  if (filter.before) query.where('e.id', '<', filter.before)
  if (filter.q) {
    const words = filter.q.toLowerCase().replace(/[%_\\]/g, '')
    query.where((either) =>
      either
        .where('c.search', 'like', `%${words}%`)
        .orWhereRaw('lower(e.field) like ?', [`%${words}%`])
        .orWhere('e.crm_id', filter.q ?? '')
    )
  }
  const rows: Row[] = await query.orderBy('e.id', 'desc').limit(PAGE + 1)
  return {
    entries: rows.slice(0, PAGE).map(lineOf),
    older: rows.length > PAGE ? String(rows[PAGE - 1].id) : null,
  }
}

const told = <T>(value: unknown): T | null =>
  value === null || value === undefined ? null : readable<T>(String(value))

/** Long values are cut in the table, and what is cut is no JSON any more. */
function readable<T>(text: string): T {
  try {
    return readJson<T>(text)
  } catch {
    return text as T
  }
}

function lineOf(row: Row): LogLine {
  const name = [row.first_name, row.last_name].filter(Boolean).join(' ') || row.phone || row.email || null
  return {
    id: String(row.id),
    at: Number(row.at),
    outcome: row.outcome as Outcome,
    contact: row.contact_id ? { id: String(row.contact_id), name: name === null ? null : String(name) } : null,
    crmId: row.crm_id as string | null,
    field: row.field as string | null,
    crmField: row.crm_field as string | null,
    before: told(row.before),
    after: told(row.after),
    lost: told(row.lost),
    rule: row.rule as Rule | null,
    code: row.code as string | null,
    params: told(row.params),
  }
}
