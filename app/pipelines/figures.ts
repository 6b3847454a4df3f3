import db from '@adonisjs/lucid/services/db'
import type { Row } from '#app/database'

/** What happened at one node, over a period. */
export interface NodeFigures {
  entered: number
  /** Standing there now, whenever they came. */
  here: number
  refused: number
  failed: number
  branches: Record<string, number>
  messages: { sent: number; read: number; clicked: number }
  revenue: { amount: number; currency: string } | null
}

export interface PipelineFigures {
  entered: number
  active: number
  completed: number
  failed: number
  goals: number
  /** By exit rule. */
  exits: Record<string, number>
  /** Events that started nothing, by code. */
  refusals: Record<string, number>
  nodes: Record<string, NodeFigures>
}

const emptyNode = (): NodeFigures => ({
  entered: 0,
  here: 0,
  refused: 0,
  failed: 0,
  branches: {},
  messages: { sent: 0, read: 0, clicked: 0 },
  revenue: null,
})

/** All figures of one pipeline, over all its versions; a fixed number of queries however many nodes. */
export async function figuresOf(pipelineId: string, since: number): Promise<PipelineFigures> {
  const [nodes, runs, exits, refusals] = [
    await nodeFigures(pipelineId, since),
    await runFigures(pipelineId, since),
    await exitCounts(pipelineId, since),
    await counts(db.from('run_refusals').where('pipeline_id', pipelineId).where('at', '>=', since), 'code'),
  ]
  return { ...runs, exits, refusals, nodes }
}

async function runFigures(pipelineId: string, since: number) {
  const rows: Row[] = await db
    .from('runs')
    .where('pipeline_id', pipelineId)
    .where('started_at', '>=', since)
    .select('state')
    .count('* as count')
    .count('goal_at as goals')
    .groupBy('state')
  const of = (...states: string[]) =>
    rows.filter((row) => states.includes(String(row.state))).reduce((sum, row) => sum + Number(row.count), 0)
  return {
    entered: rows.reduce((sum, row) => sum + Number(row.count), 0),
    active: of('running', 'waiting', 'parked', 'paused'),
    completed: of('completed'),
    failed: of('failed', 'gave_up'),
    goals: rows.reduce((sum, row) => sum + Number(row.goals), 0),
  }
}

/** Which rule ended them stands in the parameters, which are not for counting in the database; the latest ones are taken as a sample. */
async function exitCounts(pipelineId: string, since: number): Promise<Record<string, number>> {
  const rows: { params: string | null }[] = await db
    .from('runs')
    .where({ pipeline_id: pipelineId, state: 'exited' })
    .where('started_at', '>=', since)
    .orderBy('id', 'desc')
    .limit(5000)
    .select('params')
  const found: Record<string, number> = {}
  for (const { params } of rows) {
    const rule = String((params ? (JSON.parse(params) as { rule?: string }) : {}).rule ?? 'goal')
    found[rule] = (found[rule] ?? 0) + 1
  }
  return found
}

async function counts(query: ReturnType<typeof db.from>, column: string): Promise<Record<string, number>> {
  const rows: Row[] = await query.select(column).count('* as count').groupBy(column)
  return Object.fromEntries(rows.map((row) => [String(row[column]), Number(row.count)]))
}

async function nodeFigures(pipelineId: string, since: number): Promise<Record<string, NodeFigures>> {
  const nodes: Record<string, NodeFigures> = {}
  const at = (row: Row) => (nodes[String(row.node)] ??= emptyNode())

  for (const row of await stepCounts(pipelineId, since)) {
    const figures = at(row)
    const count = Number(row.count)
    figures.entered += count
    if (row.state === 'refused') figures.refused += count
    if (row.state === 'failed' || row.state === 'unknown') figures.failed += count
    if (row.branch) figures.branches[String(row.branch)] = (figures.branches[String(row.branch)] ?? 0) + count
  }
  for (const row of await standing(pipelineId)) at(row).here = Number(row.count)
  for (const row of await messageCounts(pipelineId, since)) {
    const { messages } = at(row)
    const count = Number(row.count)
    if (['sent', 'delivered', 'read'].includes(String(row.state))) messages.sent += count
    if (row.state === 'read') messages.read += count
    messages.clicked += Number(row.clicked)
  }
  for (const row of await revenueCounts(pipelineId, since)) {
    const { revenue } = at(row)
    // Two currencies cannot be added: the larger sum is shown.
    if (!revenue || Number(row.amount) > revenue.amount)
      at(row).revenue = { amount: Number(row.amount), currency: String(row.currency) }
  }
  return nodes
}

const stepCounts = (pipelineId: string, since: number): Promise<Row[]> =>
  db
    .from('step_runs')
    .where('pipeline_id', pipelineId)
    .where('started_at', '>=', since)
    .select('node', 'state', 'branch')
    .count('* as count')
    .groupBy('node', 'state', 'branch')

const standing = (pipelineId: string): Promise<Row[]> =>
  db
    .from('runs')
    .where('pipeline_id', pipelineId)
    .whereIn('state', ['waiting', 'parked', 'paused'])
    .select('node')
    .count('* as count')
    .groupBy('node')

const ofSteps = (pipelineId: string, since: number) =>
  db
    .from('step_runs as s')
    .join('messages as m', 'm.step_run_id', 's.id')
    .where('s.pipeline_id', pipelineId)
    .where('s.started_at', '>=', since)

const messageCounts = (pipelineId: string, since: number): Promise<Row[]> =>
  ofSteps(pipelineId, since)
    .select('s.node', 'm.state')
    .count('* as count')
    .count('m.first_clicked_at as clicked')
    .groupBy('s.node', 'm.state')

const revenueCounts = (pipelineId: string, since: number): Promise<Row[]> =>
  ofSteps(pipelineId, since)
    .join('conversions as c', 'c.message_id', 'm.id')
    .where('c.kind', 'purchase')
    .select('s.node', 'c.currency')
    .sum('c.amount as amount')
    .groupBy('s.node', 'c.currency')
