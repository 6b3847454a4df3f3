import db from '@adonisjs/lucid/services/db'
import type { Access } from '#app/accounts/access'
import { clock } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import type { Graph } from './graph.ts'
import { forgetListening } from './listening.ts'
import { PipelineVersion } from './pipeline.ts'
import type { Pipeline } from './pipeline.ts'
import { stepTypes } from './steps/registry.ts'
import { checkGraph } from './validation.ts'
import type { Problem } from './validation.ts'

export type Saved = { ok: true; pipeline: Pipeline } | { ok: false; problems: Problem[] }

/** A draft is kept only when it would work: publishing is then a decision and no test. */
export async function saveDraft(
  pipeline: Pipeline,
  draft: unknown,
  { name = pipeline.name, trx }: { name?: string; trx?: Trx } = {}
): Promise<Saved> {
  const checked = await checkGraph(trx ?? db.connection(), pipeline.workspaceId, draft)
  if (!checked.ok) return checked
  const { graph } = checked
  if (trx) pipeline.useTransaction(trx)
  await pipeline.merge({ name, draft: graph, kind: graph.kind, priority: graph.priority }).touch().save()
  return { ok: true, pipeline }
}

export type Published =
  { ok: true; version: number } | { ok: false; problems: Problem[] } | { ok: false; problems: []; reason: 'unchanged' }

/** Makes the draft a version that never changes. New runs take it; those on their way stay on theirs. */
export async function publish(pipeline: Pipeline, by: Access['actor'] | null): Promise<Published> {
  const published = await transaction(async (trx): Promise<Published> => {
    // What the draft names may have been renamed or removed since it was saved.
    const checked = await checkGraph(trx, pipeline.workspaceId, pipeline.draft)
    if (!checked.ok) return checked
    const latest = await PipelineVersion.query({ client: trx })
      .where('pipelineId', pipeline.id)
      .orderBy('version', 'desc')
      .first()
    if (latest && latest.id === pipeline.versionId && JSON.stringify(latest.graph) === JSON.stringify(checked.graph)) {
      return { ok: false, problems: [], reason: 'unchanged' }
    }
    return {
      ok: true,
      version: await storeVersion(trx, pipeline, {
        graph: checked.graph,
        version: (latest?.version ?? 0) + 1,
        by: by?.id ?? null,
      }),
    }
  })
  forgetListening()
  return published
}

async function storeVersion(
  trx: Trx,
  pipeline: Pipeline,
  { graph, version, by }: { graph: Graph; version: number; by: string | null }
): Promise<number> {
  const now = clock.now()
  const id = newId('pipeline_version')
  await insertNew(trx, 'pipeline_versions', [
    {
      id,
      workspace_id: pipeline.workspaceId,
      pipeline_id: pipeline.id,
      version,
      graph: JSON.stringify(graph),
      published_by: by,
      published_at: now,
    },
  ])
  await listenTo(trx, pipeline, graph)
  const state = pipeline.state === 'paused' ? 'paused' : 'live'
  await trx
    .from('pipelines')
    .where('id', pipeline.id)
    .update({ version_id: id, state, kind: graph.kind, priority: graph.priority, updated_at: now })
  pipeline.merge({ versionId: id, state })
  return version
}

/** Triggers are the new version's; exits, goals and waits of older ones stay, since runs are still on them. */
async function listenTo(trx: Trx, pipeline: Pipeline, graph: Graph): Promise<void> {
  await trx.from('pipeline_triggers').where({ pipeline_id: pipeline.id, role: 'start' }).delete()
  const wanted = new Set([
    ...graph.trigger.events.map((type) => `start ${type}`),
    ...graph.exits.flatMap((rule) => rule.events.map((type) => `exit ${type}`)),
    ...(graph.goal?.events ?? []).map((type) => `goal ${type}`),
    ...graph.nodes.flatMap((node) =>
      (stepTypes.get(node.type)?.listensTo?.(node.config) ?? []).map((type) => `wait ${type}`)
    ),
  ])
  const rows = [...wanted].map((each) => {
    const [role, type] = each.split(' ')
    return {
      id: newId('trigger'),
      workspace_id: pipeline.workspaceId,
      pipeline_id: pipeline.id,
      role,
      event_type: type,
    }
  })
  await insertNew(trx, 'pipeline_triggers', rows)
}
