import { catalogue } from '#app/events/catalogue'
import type { Client, Row } from '#app/database'
import { TRIGGER } from './graph.ts'
import type { Graph } from './graph.ts'
import { stepTypes } from './steps/registry.ts'
import { snake } from './values.ts'

type JsonSchema = Record<string, unknown>

const CONTACT = [
  'id',
  'first_name',
  'last_name',
  'name',
  'company',
  'phone',
  'email',
  'language',
  'country',
  'timezone',
  'city',
  'postal_code',
  'fields',
  'tags',
]
const WORKSPACE = ['name', 'currency', 'timezone']
const ABOUT_EVENTS = ['id', 'type', 'occurred_at']

/** Which values a run of this graph can have where, by the schemas of its events and the outputs of its steps. */
export class KnownValues {
  readonly #graph: Graph
  readonly #fields: Set<string>
  readonly #schemas: { noun: string; schema: JsonSchema | null }[]

  constructor(graph: Graph, fields: string[]) {
    this.#graph = graph
    this.#fields = new Set(fields)
    this.#schemas = graph.trigger.events.map((type) => ({
      noun: type.split('.')[0],
      schema: (catalogue.get(type)?.schema.toJSONSchema() as JsonSchema | undefined) ?? null,
    }))
  }

  static async of(client: Client, workspaceId: string, graph: Graph): Promise<KnownValues> {
    const rows: Row[] = await client
      .from('contact_fields')
      .where('workspace_id', workspaceId)
      .whereNull('archived_at')
      .select('name')
    return new KnownValues(
      graph,
      rows.map((row) => String(row.name))
    )
  }

  /** Whether `path` can have a value at this node, or in the rules before the first one. */
  has(path: string, at: string): boolean {
    const [root, ...rest] = path.split('.')
    switch (root) {
      case 'contact':
        return (
          rest.length === 0 ||
          (rest[0] === 'fields' && rest.length > 1 ? this.#fields.has(rest[1]) : CONTACT.includes(rest[0]))
        )
      case 'workspace':
        return WORKSPACE.includes(rest[0])
      case 'variables':
        return true
      case 'steps':
        return this.#hasOutput(rest, at)
      case 'event':
        return ABOUT_EVENTS.includes(rest[0]) || this.#schemas.every(({ schema }) => inPayload(schema, rest))
      default: {
        if (this.#isOffered(root, rest, at)) return true
        const about = this.#schemas.filter(({ noun }) => noun === root)
        return (
          about.length > 0 &&
          about.length === this.#schemas.length &&
          about.every(({ schema }) => inPayload(schema, rest))
        )
      }
    }
  }

  #isOffered(root: string, [name]: string[], at: string): boolean {
    if (at === TRIGGER) return false
    const before = ancestors(this.#graph, at)
    return this.#graph.nodes
      .filter(({ id }) => before.has(id))
      .some(({ type }) => {
        const names = stepTypes.get(type)?.offers?.[root]
        return Boolean(names && (name === undefined || names.includes(name)))
      })
  }

  #hasOutput([node, name]: string[], at: string): boolean {
    const step = this.#graph.nodes.find((each) => each.id === node)
    if (!step || at === TRIGGER || !ancestors(this.#graph, at).has(node)) return false
    const outputs = stepTypes.get(step.type)?.outputs?.(step.config)
    return outputs === null || name === undefined || Boolean(outputs?.includes(name))
  }
}

/** Where a run may have been before it comes to this node. */
export function ancestors(graph: Graph, id: string): Set<string> {
  const found = new Set<string>()
  const look = [id]
  while (look.length > 0) {
    const current = look.pop()
    for (const { from } of graph.edges.filter(({ to }) => to === current)) {
      if (found.has(from)) continue
      found.add(from)
      look.push(from)
    }
  }
  return found
}

function inPayload(schema: JsonSchema | null, path: string[]): boolean {
  if (!schema || path.length === 0) return true
  if (path[0] === 'first_item' || path[0] === 'item_count') return 'items' in propertiesOf(schema)
  return within(schema, path)
}

/** Follows a path through a JSON schema; what a schema leaves open may hold anything. */
function within(schema: JsonSchema, [name, ...rest]: string[]): boolean {
  if (name === undefined) return true
  const choices = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((group) =>
    Array.isArray(group) ? (group as JsonSchema[]) : []
  )
  if (choices.some((choice) => choice.type !== 'null' && within(choice, [name, ...rest]))) return true

  if (/^\d+$/.test(name) && typeof schema.items === 'object' && schema.items !== null)
    return within(schema.items as JsonSchema, rest)
  const properties = propertiesOf(schema)
  const found = Object.entries(properties).find(([key]) => snake(key) === name)
  if (found) return within(found[1], rest)
  const isOpen = Object.keys(properties).length === 0 && !('items' in schema) && choices.length === 0
  return isOpen && (schema.type === undefined || schema.type === 'object') ? true : schema.additionalProperties === true
}

const propertiesOf = (schema: JsonSchema): Record<string, JsonSchema> =>
  (schema.properties ?? {}) as Record<string, JsonSchema>
