import { connectors } from '#app/connectors/registry'
import type { Client, Row } from '#app/database'
import { STANDARD_FIELDS } from '#app/contacts/fields'
import type { Graph } from './graph.ts'
import { stepTypes } from './steps/registry.ts'
import type { Reference } from './steps/step.ts'
import type { Problem } from './validation.ts'

type Placed = Reference & { node: string }

interface Stock {
  templates: Row[]
  connections: Row[]
  fields: Set<string>
}

/** Whether what the steps name by name is there: templates, connections, actions, fields. */
export async function referenceProblems(client: Client, workspaceId: string, graph: Graph): Promise<Problem[]> {
  const references: Placed[] = graph.nodes.flatMap((node) =>
    (stepTypes.get(node.type)?.references?.(node.config, graph) ?? []).map((reference) => ({
      ...reference,
      node: node.id,
    }))
  )
  if (references.length === 0) return []

  const fields: Row[] = await client
    .from('contact_fields')
    .where('workspace_id', workspaceId)
    .whereNull('archived_at')
    .select('name')
  const stock: Stock = {
    templates: await client
      .from('templates')
      .where('workspace_id', workspaceId)
      .whereNull('archived_at')
      .select('id', 'name', 'purpose'),
    connections: await client.from('connections').where('workspace_id', workspaceId).select('id', 'connector', 'name'),
    fields: new Set([...STANDARD_FIELDS, ...fields.map((row) => String(row.name))]),
  }
  return references.flatMap((reference) => problemOf(reference, stock) ?? [])
}

function problemOf(reference: Placed, { templates, connections, fields }: Stock): Problem | null {
  const { node, field } = reference
  switch (reference.kind) {
    case 'template': {
      const template = templates.find((row) => row.name === reference.name || row.id === reference.name)
      if (!template) return { node, field, code: 'template_unknown', params: { template: reference.name } }
      // Sent under another purpose it would slip past the consent that its own asks for.
      const differs = reference.purpose !== null && template.purpose !== reference.purpose
      return differs
        ? {
            node,
            field,
            code: 'template_purpose',
            params: { template: reference.name, purpose: String(template.purpose), wanted: reference.purpose },
          }
        : null
    }
    case 'connection': {
      const connection = connections.find((row) => row.id === reference.id)
      if (!connection) return { node, field, code: 'connection_unknown', params: { connection: reference.id } }
      const isChannel = Boolean(connectors.get(String(connection.connector))?.channel)
      return reference.role === 'channel' && !isChannel
        ? { node, field, code: 'not_a_channel', params: { connection: String(connection.name) } }
        : null
    }
    case 'action':
      return actionProblem(
        reference,
        connections.find((row) => row.id === reference.connection)
      )
    case 'field':
      return fields.has(reference.name)
        ? null
        : { node, field, code: 'field_unknown', params: { name: reference.name } }
    default:
      return reference satisfies never
  }
}

function actionProblem(
  { node, field, action, input }: Placed & { kind: 'action' },
  connection: Row | undefined
): Problem | null {
  if (!connection) return null
  const found = connectors.get(String(connection.connector))?.actions?.[action]
  if (!found) return { node, field, code: 'action_unknown', params: { action, connection: String(connection.name) } }
  const { required = [] } = found.input.toJSONSchema() as { required?: string[] }
  const missing = required.find((name) => !(name in input))
  return missing ? { node, field: `input.${missing}`, code: 'field_invalid', params: { rule: 'required' } } : null
}
