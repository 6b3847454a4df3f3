import db from '@adonisjs/lucid/services/db'
import type { Row } from '#app/database'
import { ACTIVE_STATES } from '#app/runs/run'
import { follow } from '#app/pipelines/graph'
import { graphsOf } from '#app/pipelines/graphs'
import { nodeOf } from '#app/pipelines/graph'
import type { ApprovalState } from './approval.ts'
import { textOrNull } from './settings.ts'

/** A line of the list, with what a person must see to decide. */
export interface ApprovalLine {
  id: string
  state: ApprovalState
  contact: { id: string; name: string | null }
  pipeline: { id: string; name: string }
  runId: string
  step: string
  customerText: string
  proposedText: string
  finalText: string | null
  language: string | null
  model: string | null
  createdAt: number
  expiresAt: number
  decidedAt: number | null
  decidedBy: string | null
  /** Whether it is sent as soon as it is approved: the next step sends. */
  sends: boolean
}

const AT_ONCE = 50

/** Waiting ones first come first; decided ones the newest first. */
export async function listApprovals(
  workspaceId: string,
  { decided, before = null }: { decided: boolean; before?: string | null }
): Promise<{ approvals: ApprovalLine[]; older: string | null }> {
  const query = base(workspaceId)
  if (decided) query.whereNot('a.state', 'pending').orderBy('a.id', 'desc')
  else waiting(query).orderBy('a.id')
  if (before) query.where('a.id', decided ? '<' : '>', before)
  const rows: Row[] = await query.limit(AT_ONCE + 1)
  const shown = rows.slice(0, AT_ONCE)
  const graphs = await graphsOf(
    db.connection(),
    shown.map((row) => String(row.version_id))
  )
  const approvals = shown.map((row) => lineOf(row, graphs.get(String(row.version_id))?.graph ?? null))
  return { approvals, older: rows.length > AT_ONCE ? (approvals.at(-1)?.id ?? null) : null }
}

/** How many replies wait for somebody. */
export async function countWaiting(workspaceId: string): Promise<number> {
  const query = db.from('ai_approvals as a').join('runs as r', 'r.id', 'a.run_id').where('a.workspace_id', workspaceId)
  const [row]: Row[] = await waiting(query).count('* as count')
  return Number(row.count)
}

type Query = ReturnType<typeof db.from>

/** One whose run has ended or gone on waits for nobody any more. */
const waiting = (query: Query): Query =>
  query
    .where('a.state', 'pending')
    .whereIn('r.state', [...ACTIVE_STATES])
    .whereColumn('r.step_run_id', 'a.step_run_id')

const base = (workspaceId: string): Query =>
  db
    .from('ai_approvals as a')
    .join('runs as r', 'r.id', 'a.run_id')
    .join('pipelines as p', 'p.id', 'a.pipeline_id')
    .join('contacts as c', 'c.id', 'a.contact_id')
    .leftJoin('users as u', 'u.id', 'a.decided_by')
    .where('a.workspace_id', workspaceId)
    .select('a.*', 'r.version_id', 'p.name as pipeline_name', 'c.first_name', 'c.last_name', 'u.name as decider')

function lineOf(row: Row, graph: Parameters<typeof nodeOf>[0] | null): ApprovalLine {
  const node = String(row.node)
  const next = graph ? follow(graph, node, 'next') : null
  return {
    id: String(row.id),
    state: row.state as ApprovalState,
    contact: {
      id: String(row.contact_id),
      name: [row.first_name, row.last_name].filter(Boolean).join(' ') || null,
    },
    pipeline: { id: String(row.pipeline_id), name: String(row.pipeline_name) },
    runId: String(row.run_id),
    step: (graph && nodeOf(graph, node)?.name) ?? node,
    customerText: String(row.customer_text),
    proposedText: String(row.proposed_text),
    finalText: textOrNull(row.final_text),
    language: textOrNull(row.language),
    model: textOrNull(row.model),
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    decidedAt: row.decided_at === null ? null : Number(row.decided_at),
    decidedBy: textOrNull(row.decider),
    sends: Boolean(graph && next && nodeOf(graph, next)?.type === 'send_message'),
  }
}
