import db from '@adonisjs/lucid/services/db'
import type { Row } from '#app/database'
import { ACTIVE_STATES } from './run.ts'
import type { RunState } from './run.ts'

export interface RunFilter {
  pipeline?: string
  state?: RunState | 'active' | 'attention'
  before?: string
}

const PAGE = 50

/** Newest first, a page at a time. */
export async function listRuns(workspaceId: string, filter: RunFilter, limit = PAGE) {
  const query = db
    .from('runs as r')
    .join('pipelines as p', 'p.id', 'r.pipeline_id')
    .leftJoin('contacts as c', 'c.id', 'r.contact_id')
    .where('r.workspace_id', workspaceId)
    .select(
      'r.id',
      'r.pipeline_id',
      'r.contact_id',
      'r.state',
      'r.node',
      'r.due_at',
      'r.code',
      'r.params',
      'r.started_at',
      'r.ended_at',
      'p.name as pipeline'
    )
    .select('c.first_name', 'c.last_name', 'c.phone', 'c.email')
  if (filter.pipeline) query.where('r.pipeline_id', filter.pipeline)
  if (filter.before) query.where('r.id', '<', filter.before)
  if (filter.state === 'active') query.whereIn('r.state', [...ACTIVE_STATES])
  else if (filter.state === 'attention') query.whereIn('r.state', ['failed', 'gave_up'])
  else if (filter.state) query.where('r.state', filter.state)

  const rows: Row[] = await query.orderBy('r.id', 'desc').limit(limit + 1)
  return { runs: rows.slice(0, limit).map(lineOf), older: rows.length > limit ? String(rows[limit - 1].id) : null }
}

const lineOf = (row: Row) => ({
  id: String(row.id),
  pipeline: { id: String(row.pipeline_id), name: String(row.pipeline) },
  contact: { id: String(row.contact_id), name: nameOf(row) },
  state: shownState(String(row.state)),
  node: String(row.node),
  dueAt: row.due_at === null ? null : Number(row.due_at),
  reason: row.code ? { code: String(row.code), params: row.params ? JSON.parse(String(row.params)) : {} } : null,
  startedAt: Number(row.started_at),
  endedAt: row.ended_at === null ? null : Number(row.ended_at),
})

export const nameOf = (row: Row): string =>
  [row.first_name, row.last_name].filter(Boolean).join(' ') ||
  String(row.phone ?? row.email ?? row.contact_id ?? row.id)

/** To a person a run that waits for its message is simply going. */
export const shownState = (state: string): string => (state === 'parked' ? 'running' : state)
