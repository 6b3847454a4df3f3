import db from '@adonisjs/lucid/services/db'
import { clock, DAY } from '#app/clock'
import type { Row } from '#app/database'
import { Pipeline } from './pipeline.ts'

const PERIOD = 30 * DAY

export const figuresSince = (): number => clock.now() - PERIOD

/** Every pipeline of a workspace with its version and how its last thirty days went. */
export async function listPipelines(workspaceId: string) {
  const pipelines = await Pipeline.in(workspaceId).whereNull('archived_at').orderBy('priority', 'desc').orderBy('id')
  const versions: Row[] = await db
    .from('pipeline_versions')
    .whereIn(
      'id',
      pipelines.flatMap(({ versionId }) => versionId ?? [])
    )
    .select('id', 'version')
  const runs: Row[] = await db
    .from('runs')
    .where('workspace_id', workspaceId)
    .where('started_at', '>=', figuresSince())
    .select('pipeline_id', 'state')
    .count('* as count')
    .groupBy('pipeline_id', 'state')
  const versionOf = new Map(versions.map((row) => [String(row.id), Number(row.version)]))
  const counted = Map.groupBy(runs, (row) => String(row.pipeline_id))

  return pipelines.map((pipeline) => {
    const of = (...states: string[]) =>
      (counted.get(pipeline.id) ?? [])
        .filter((row) => states.length === 0 || states.includes(String(row.state)))
        .reduce((sum, row) => sum + Number(row.count), 0)
    return {
      id: pipeline.id,
      name: pipeline.name,
      kind: pipeline.kind,
      state: pipeline.state,
      updatedAt: pipeline.updatedAt,
      events: pipeline.draft.trigger.events,
      version: pipeline.versionId ? (versionOf.get(pipeline.versionId) ?? null) : null,
      entered: of(),
      active: of('running', 'waiting', 'parked', 'paused'),
      failed: of('failed', 'gave_up'),
    }
  })
}
