import db from '@adonisjs/lucid/services/db'
import type { HttpContext } from '@adonisjs/core/http'
import { readJson } from '#app/database'
import type { Row } from '#app/database'
import type { Params } from '#app/http/json'
import { summaryOf } from '#app/pipelines/drawing'
import { nodeOf } from '#app/pipelines/graph'
import { graphOf } from '#app/pipelines/graphs'
import { StepRun } from './run.ts'
import type { Run } from './run.ts'
import { nameOf, shownState } from './run_list.ts'

/** A run step by step, with what the guard said about each of its messages. */
export async function runDetail(run: Run, i18n: HttpContext['i18n']) {
  const { graph, version } = await graphOf(db.connection(), run.versionId)
  const steps = await StepRun.in(run.workspaceId).where('runId', run.id).orderBy('startedAt').orderBy('id')
  const messages: Row[] = await db
    .from('messages')
    .where('run_id', run.id)
    .orderBy('id')
    .select('id', 'step_run_id', 'leg', 'state', 'code', 'params', 'verdicts', 'due_at', 'medium', 'instead_of')
  const names: Row | null = await db
    .from('pipelines as p')
    .leftJoin('contacts as c', (join) => join.onVal('c.id', run.contactId))
    .where('p.id', run.pipelineId)
    .select('p.name as pipeline', 'c.id', 'c.first_name', 'c.last_name', 'c.phone', 'c.email')
    .first()

  const reached = new Set(steps.map(({ node }) => node))
  return {
    run: {
      id: run.id,
      pipelineId: run.pipelineId,
      contactId: run.contactId,
      replayOf: run.replayOf,
      dueAt: run.dueAt,
      startedAt: run.startedAt,
      state: shownState(run.state),
      heldBy: run.heldBy,
      reason: run.code ? { code: run.code, params: run.params ?? {} } : null,
      pipeline: String(names?.pipeline ?? ''),
      contact: names ? nameOf(names) : run.contactId,
      version,
    },
    steps: steps.map((step) => ({
      ...traceOf(step),
      state: step.state === 'parked' || step.state === 'asked_again' ? 'started' : step.state,
      name: nodeOf(graph, step.node)?.name ?? step.node,
      said: saidOf(step, graph, i18n),
    })),
    ahead: graph.nodes
      .filter(({ id }) => !reached.has(id))
      .map((node) => ({ node: node.id, type: node.type, name: node.name, said: summaryOf(node, i18n) })),
    messages: messages.map((message) => ({
      id: String(message.id),
      stepRunId: message.step_run_id as string | null,
      leg: Number(message.leg),
      medium: String(message.medium),
      state: String(message.state),
      dueAt: message.due_at === null ? null : Number(message.due_at),
      reason: reasonOf(message),
      insteadOf: message.instead_of ? readJson<{ code: string; params: Params | null }>(message.instead_of) : null,
      verdicts: message.verdicts ? JSON.parse(String(message.verdicts)) : [],
    })),
  }
}

/** Why it did not get further; what was delivered has none. */
const reasonOf = ({ code, params }: Row): { code: string; params: Params } | null =>
  code ? { code: String(code), params: params ? readJson<Params>(params) : {} } : null

const traceOf = ({
  id,
  node,
  type,
  visit,
  attempt,
  input,
  output,
  code,
  params,
  until,
  startedAt,
  endedAt,
}: StepRun) => ({
  id,
  node,
  type,
  visit,
  attempt,
  input,
  output,
  code,
  params,
  until,
  startedAt,
  endedAt,
})

function saidOf(step: StepRun, graph: Parameters<typeof nodeOf>[0], i18n: HttpContext['i18n']): string {
  const node = nodeOf(graph, step.node)
  if (step.branch && step.branch !== 'next') return i18n.t(`pipelines.branch.${step.branch}`, {}, step.branch)
  return node ? summaryOf(node, i18n) : ''
}
