import { clock } from '#app/clock'
import { readJson } from '#app/database'
import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Consumer } from '#app/events/registry'
import { naturalKey } from '#app/ids'
import { holds } from '#app/pipelines/conditions'
import { milliseconds } from '#app/pipelines/durations'
import { admit } from './entry.ts'
import type { Admission } from './entry.ts'
import { endRun } from './exits.ts'
import type { ExitRule, Goal } from '#app/pipelines/graph'
import { graphsOf } from '#app/pipelines/graphs'
import { listeningIn } from '#app/pipelines/listening'
import type { LivePipeline } from '#app/pipelines/listening'
import { overtaking, ruleApplies } from './overtaking.ts'
import { explain } from './refusals.ts'
import type { StartRefusal } from './refusals.ts'
import { ACTIVE_STATES } from './run.ts'
import { insertRuns } from './starting.ts'
import type { NewRun } from './starting.ts'
import { RunValues } from '#app/pipelines/values'
import { endWaits } from './waits.ts'

const FRESH_FOR = '24h'

/** Exits first, then waits, then new runs: an order ends the reminders before anything it starts can ask about them. */
export const pipelinesConsumer: Consumer = {
  name: 'pipelines',

  async listens(trx, event) {
    return (await listeningIn(trx, event.workspaceId)).roles.has(event.type)
  },

  async consume(trx, event) {
    const { roles, starters } = await listeningIn(trx, event.workspaceId)
    const here = roles.get(event.type)
    if (event.contactId && (here?.has('exit') || here?.has('goal'))) await leave(trx, event)
    if (event.contactId && here?.has('wait')) await endWaits(trx, event)
    if (here?.has('start')) await start(trx, event, starters.get(event.type) ?? [])
  },
}

async function leave(trx: Trx, event: StoredEvent): Promise<void> {
  const runs: Row[] = await trx
    .from('runs')
    .where('contact_id', String(event.contactId))
    .whereIn('state', [...ACTIVE_STATES])
    .select('id', 'version_id', 'subjects', 'event_id')
  const graphs = await graphsOf(
    trx,
    runs.map((run) => String(run.version_id))
  )

  for (const run of runs) {
    // What started a run does not end it.
    if (run.event_id === event.id) continue
    const graph = graphs.get(String(run.version_id))?.graph
    const applies = (rule: ExitRule | Goal) => ruleApplies(rule, event, readJson<string[]>(run.subjects))
    if (graph?.goal && applies(graph.goal)) {
      await endRun(trx, String(run.id), {
        state: 'exited',
        code: 'goal_reached',
        params: { event: event.type, event_id: event.id },
        goal: true,
      })
      continue
    }
    const exit = graph?.exits.find(applies)
    if (exit)
      await endRun(trx, String(run.id), {
        state: 'exited',
        code: 'exit_rule',
        params: { event: event.type, event_id: event.id, rule: exit.id },
      })
  }
}

async function start(trx: Trx, event: StoredEvent, pipelines: LivePipeline[]): Promise<void> {
  const runs: NewRun[] = []
  const refusals: StartRefusal[] = []
  for (const pipeline of pipelines) {
    const admission = await judge(trx, event, pipeline)
    const { contactId, workspaceId } = event
    if (admission.ok && contactId) {
      const { id: pipelineId, versionId, graph } = pipeline
      runs.push({ workspaceId, pipelineId, versionId, graph, contactId, event, key: naturalKey(pipelineId, event.id) })
    } else if (!admission.ok) {
      refusals.push({
        workspaceId,
        pipelineId: pipeline.id,
        eventId: event.id,
        contactId,
        code: admission.code,
        params: admission.params,
      })
    }
  }
  if (runs.length > 0) await insertRuns(trx, runs)
  if (refusals.length > 0) await explain(trx, refusals)
}

async function judge(trx: Trx, event: StoredEvent, { id: pipelineId, state, graph }: LivePipeline): Promise<Admission> {
  if (!event.contactId) return { ok: false, code: 'no_contact' }
  if (state === 'paused') return { ok: false, code: 'pipeline_paused' }
  const stale = staleness(event, graph.trigger.fresh_for ?? FRESH_FOR)
  if (stale) return { ok: false, code: 'stale_event', params: stale }

  const { workspaceId, contactId } = event
  const values = new RunValues(trx, { workspaceId, contactId, event, variables: {}, outputs: {} })
  const over = await overtaking(trx, event, graph)
  if (over) return { ok: false, code: 'over_already', params: { event: over.type, event_id: over.id } }
  if (graph.trigger.where && !holds(graph.trigger.where, await values.all()))
    return { ok: false, code: 'trigger_filter' }
  return admit(trx, graph.entry, { workspaceId, pipelineId, contactId, values: () => values.all() })
}

/** History is not news: what happened before the connection was made, or too long ago, updates state and starts nothing. */
function staleness({ historic, occurredAt }: StoredEvent, freshFor: string): Record<string, unknown> | null {
  if (historic) return { occurred_at: occurredAt, historic }
  return occurredAt < clock.now() - milliseconds(freshFor) ? { occurred_at: occurredAt, fresh_for: freshFor } : null
}
