import { readJson } from '#app/database'
import type { Client, Row } from '#app/database'
import type { Graph } from './graph.ts'

export interface PublishedGraph {
  versionId: string
  version: number
  pipelineId: string
  graph: Graph
  /** Whether any of its texts or rules look at the contact, or leave that to the message. */
  readsContact: boolean
}

const LIMIT = 500
// A version never changes, so what was read once holds for good.
const known = new Map<string, PublishedGraph>()

/** The graphs of these versions, read at most once each. */
export async function graphsOf(client: Client, versionIds: string[]): Promise<Map<string, PublishedGraph>> {
  const wanted = [...new Set(versionIds)]
  const found = new Map(wanted.flatMap((id) => (known.has(id) ? [[id, known.get(id) as PublishedGraph] as const] : [])))
  const missing = wanted.filter((id) => !found.has(id))
  if (missing.length === 0) return found

  const rows: Row[] = await client.from('pipeline_versions').whereIn('id', missing)
  if (known.size + rows.length > LIMIT) known.clear()
  for (const row of rows) {
    const graph = published(row)
    known.set(graph.versionId, graph)
    found.set(graph.versionId, graph)
  }
  return found
}

/** Fails where there is none: a run without its version is a broken promise. */
export async function graphOf(client: Client, versionId: string): Promise<PublishedGraph> {
  const found = (await graphsOf(client, [versionId])).get(versionId)
  if (!found) throw new Error(`There is no pipeline version ${versionId}`)
  return found
}

function published(row: Row): PublishedGraph {
  const text = typeof row.graph === 'string' ? row.graph : JSON.stringify(row.graph)
  return {
    versionId: String(row.id),
    version: Number(row.version),
    pipelineId: String(row.pipeline_id),
    graph: readJson<Graph>(row.graph),
    readsContact: /\bcontact\b/.test(text.replaceAll('"scope":"contact"', '').replaceAll('"zone":"contact"', '')),
  }
}
