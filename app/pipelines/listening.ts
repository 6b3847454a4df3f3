import { readJson } from '#app/database'
import type { Client, Row } from '#app/database'
import { Remembered } from '#app/remembered'
import type { Graph } from './graph.ts'

/** A pipeline as routing needs it. */
export interface LivePipeline {
  id: string
  name: string
  state: 'live' | 'paused'
  versionId: string
  graph: Graph
}

export interface Listening {
  /** By event type: which roles any pipeline has for it. */
  roles: Map<string, Set<string>>
  /** Those that start on it, the most urgent first. */
  starters: Map<string, LivePipeline[]>
}

const listening = new Remembered<Listening>()

/** Call it after the commit that publishes, pauses or stops; other processes know within a second. */
export const forgetListening = (): void => listening.forget()

/** Read once a second and not per event: most events concern no pipeline at all. */
export const listeningIn = (client: Client, workspaceId: string): Promise<Listening> =>
  listening.get(client, workspaceId, () => read(client, workspaceId))

async function read(client: Client, workspaceId: string): Promise<Listening> {
  const triggers: Row[] = await client.from('pipeline_triggers').where('workspace_id', workspaceId)
  const pipelines: Row[] = await client
    .from('pipelines as p')
    .join('pipeline_versions as v', 'v.id', 'p.version_id')
    .where('p.workspace_id', workspaceId)
    .whereIn('p.state', ['live', 'paused'])
    .orderBy('p.priority', 'desc')
    .orderBy('p.id')
    .select('p.id', 'p.name', 'p.state', 'p.version_id', 'v.graph')
  const byId = new Map(pipelines.map((row) => [String(row.id), livePipeline(row)]))

  const roles = new Map<string, Set<string>>()
  for (const row of triggers) {
    const type = String(row.event_type)
    roles.set(type, (roles.get(type) ?? new Set()).add(String(row.role)))
  }
  const starters = new Map<string, LivePipeline[]>()
  for (const pipeline of byId.values()) {
    for (const type of pipeline.graph.trigger.events) starters.set(type, [...(starters.get(type) ?? []), pipeline])
  }
  return { roles, starters }
}

const livePipeline = (row: Row): LivePipeline => ({
  id: String(row.id),
  name: String(row.name),
  state: row.state as LivePipeline['state'],
  versionId: String(row.version_id),
  graph: readJson<Graph>(row.graph),
})
