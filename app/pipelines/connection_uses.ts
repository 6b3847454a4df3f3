import { Connection } from '#app/connectors/connection'
import { connectors } from '#app/connectors/registry'
import type { Use } from '#app/connectors/uses'
import type { Graph } from './graph.ts'
import { Pipeline } from './pipeline.ts'
import { stepTypes } from './steps/registry.ts'

/** Which pipelines name a connection in a step, or are started by events that it brings. Drafts count, too. */
export async function pipelineUses(workspaceId: string): Promise<Map<string, Use[]>> {
  const connections = await Connection.in(workspaceId).whereNot('state', 'not_connected')
  const pipelines = await Pipeline.in(workspaceId).whereNull('archived_at').orderBy('id')
  const uses = new Map<string, Use[]>()
  for (const { id, name, state, draft } of pipelines) {
    const named = namedIn(draft)
    const use: Use = { kind: 'pipeline', id, title: name, to: `/pipelines/${id}`, live: state === 'live' }
    for (const connection of connections) {
      if (named.has(connection.id) || starts(connection, draft))
        uses.set(connection.id, [...(uses.get(connection.id) ?? []), use])
    }
  }
  return uses
}

function namedIn(graph: Graph): Set<string> {
  const references = graph.nodes.flatMap((node) => stepTypes.get(node.type)?.references?.(node.config, graph) ?? [])
  return new Set(
    references.flatMap((reference) => {
      if (reference.kind === 'connection') return [reference.id]
      return reference.kind === 'action' ? [reference.connection] : []
    })
  )
}

const starts = ({ connector }: Connection, { trigger }: Graph): boolean =>
  connectors.get(connector)?.events.some(({ type }) => trigger.events.includes(type)) ?? false
