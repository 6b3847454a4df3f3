import { clock } from '#app/clock'
import { insertNew, Overtaken } from '#app/database'
import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import { naturalKey, newId } from '#app/ids'
import { together } from '#app/together'
import { bell } from '#app/work/bell'
import { lockContact } from '#app/contacts/locks'
import { admit } from './entry.ts'
import { follow, laneOfKind, NEXT, TRIGGER } from '#app/pipelines/graph'
import type { Graph } from '#app/pipelines/graph'
import { graphOf } from '#app/pipelines/graphs'
import { Pipeline } from '#app/pipelines/pipeline'
import { subjectsOf } from './subjects.ts'
import { RunValues } from '#app/pipelines/values'

export interface NewRun {
  workspaceId: string
  pipelineId: string
  versionId: string
  graph: Graph
  contactId: string
  event: StoredEvent | null
  key: string
  variables?: Record<string, unknown>
  replayOf?: string | null
}

/** Inserts runs and answers the ids of those that are new. */
export async function insertRuns(trx: Trx, runs: NewRun[]): Promise<string[]> {
  const ids = await Promise.all(runs.map((run) => insertRun(trx, run)))
  return ids.filter((id) => id !== null)
}

const insertRun: (trx: Trx, run: NewRun) => Promise<string | null> = together(async (trx: Trx, runs: NewRun[]) => {
  const rows = runs.map(runRow)
  const inserted = await insertNew(trx, 'runs', rows)
  const lanes = new Set(inserted.map((row) => row.lane))
  if (lanes.size > 0) trx.after('commit', () => lanes.forEach((lane) => bell.ring(lane, 'runs')))
  const fresh = new Set(inserted.map((row) => row.id))
  return rows.map(({ id }) => (fresh.has(id) ? id : null))
})

function runRow({
  workspaceId,
  pipelineId,
  versionId,
  graph,
  contactId,
  event,
  key,
  variables = {},
  replayOf = null,
}: NewRun) {
  const now = clock.now()
  const first = follow(graph, TRIGGER, NEXT)
  return {
    id: newId('run'),
    workspace_id: workspaceId,
    natural_key: key,
    pipeline_id: pipelineId,
    version_id: versionId,
    contact_id: contactId,
    event_id: event?.id ?? null,
    replay_of: replayOf,
    subjects: JSON.stringify(event ? subjectsOf(event) : []),
    variables: JSON.stringify(variables),
    outputs: '{}',
    visits: '{}',
    node: first ?? TRIGGER,
    // A pipeline without steps only counts who would have come.
    state: first ? 'running' : 'completed',
    due_at: first ? now : null,
    ended_at: first ? null : now,
    lane: laneOfKind(graph.kind),
    started_at: now,
    created_at: now,
    updated_at: now,
  }
}

export type Started = { ok: true; runId: string; isNew: boolean } | { ok: false; reason: string; params?: Row }

export interface StartRequest {
  pipelineId: string
  contactId: string
  event?: StoredEvent | null
  /** The caller's own key: the same one starts one run. */
  key: string
  variables?: Record<string, unknown>
  /** A person asked for it again: how often one may enter does not count. */
  replayOf?: string | null
}

/** Starts a run on purpose: by the API, by a person, by another pipeline. */
export async function startRun(
  trx: Trx,
  { pipelineId, contactId, event = null, key, variables = {}, replayOf = null }: StartRequest
): Promise<Started> {
  const pipeline = await Pipeline.query({ client: trx }).where('id', pipelineId).first()
  if (!pipeline || pipeline.archivedAt) return { ok: false, reason: 'pipeline_unknown' }
  if (!pipeline.versionId || pipeline.state === 'stopped') return { ok: false, reason: 'pipeline_unpublished' }
  if (pipeline.state === 'paused') return { ok: false, reason: 'pipeline_paused' }

  const inForce = await lockContact(trx, contactId)
  const known = await trx.from('contacts').where({ id: inForce, workspace_id: pipeline.workspaceId }).first()
  if (!known) return { ok: false, reason: 'contact_unknown' }

  const natural = naturalKey(pipelineId, 'start', key)
  const earlier = await trx
    .from('runs')
    .where({ workspace_id: pipeline.workspaceId, natural_key: natural })
    .select('id')
    .first()
  if (earlier) return { ok: true, runId: String(earlier.id), isNew: false }

  const { graph } = await graphOf(trx, pipeline.versionId)
  if (!replayOf) {
    const values = new RunValues(trx, {
      workspaceId: pipeline.workspaceId,
      contactId: inForce,
      event,
      variables,
      outputs: {},
    })
    const admission = await admit(trx, graph.entry, {
      workspaceId: pipeline.workspaceId,
      pipelineId,
      contactId: inForce,
      values: () => values.all(),
    })
    if (!admission.ok) return { ok: false, reason: admission.code, params: admission.params }
  }
  const of = {
    workspaceId: pipeline.workspaceId,
    pipelineId,
    versionId: pipeline.versionId,
    graph,
    contactId: inForce,
    event,
    key: natural,
    variables,
    replayOf,
  }
  const [runId] = await insertRuns(trx, [of])
  // The same key for somebody else at the same moment: only one contact was locked.
  if (!runId) throw new Overtaken('runs')
  return { ok: true, runId, isNew: true }
}
