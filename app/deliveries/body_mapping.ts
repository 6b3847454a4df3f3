import { formFields } from '#sdk/index'
import type { Connector } from '#sdk/connector'
import type { InboundRequest, ParsedItem } from '#sdk/webhooks'
import type { Connection } from '#app/connectors/connection'
import { checkSettings } from '#app/connectors/form'
import { connectors } from '#app/connectors/registry'
import type { FieldError } from '#sdk/schema'
import { deliveriesOf } from './delivery_lists.ts'
import { readBodies } from './delivery_body.ts'
import { maskedValue } from './masking.ts'

/** A setting that leads into the body: `pairs` holds any number of lines `name = path`. */
export interface MappingTarget {
  name: string
  title: string
  pairs: boolean
}

/** One plain value of a request, with the way to it. */
export interface Leaf {
  path: string
  value: string | number | boolean | null
}

const MOST_LEAVES = 200
const MOST_OF_A_LIST = 3

/** What a request can be mapped to: the settings that say so in their schema (`x-path`). Empty for most connectors. */
export function mappingTargets({ settings }: Pick<Connector, 'settings'>): MappingTarget[] {
  return Object.entries(settings?.toJSONSchema().properties ?? {}).flatMap(([name, field]) => {
    const { title, 'x-path': way } = field as { 'title'?: string; 'x-path'?: unknown }
    return way ? [{ name, title: title ?? name, pairs: way === 'pairs' }] : []
  })
}

/** The latest requests of a connection whose bodies are still kept, newest first. */
export async function samplesOf(connection: Connection) {
  const { deliveries } = await deliveriesOf(connection.id, {})
  const bodies = await readBodies(deliveries.map(({ id }) => id))
  return deliveries.flatMap(({ id, receivedAt, workspaceId }) => {
    const request = bodies.get(id)
    return request && workspaceId === connection.workspaceId ? [{ id, receivedAt, request }] : []
  })
}

/** The plain values in a body, those that usually tell who somebody is masked. */
export function leavesIn(request: InboundRequest): Leaf[] {
  const leaves: Leaf[] = []
  collect(leaves, maskedValue(bodyOf(request)), [])
  return leaves
}

function bodyOf(request: InboundRequest): unknown {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return formFields(request)
  try {
    return JSON.parse(request.rawBody.toString('utf8'))
  } catch {
    // Neither JSON nor a form has nothing that could be chosen.
    return null
  }
}

function collect(leaves: Leaf[], value: unknown, steps: string[]): void {
  if (leaves.length >= MOST_LEAVES) return
  if (typeof value !== 'object' || value === null) {
    if (steps.length > 0) leaves.push({ path: pathOf(steps), value: value as Leaf['value'] })
    return
  }
  const entries = Object.entries(value)
  for (const [name, inner] of Array.isArray(value) ? entries.slice(0, MOST_OF_A_LIST) : entries)
    collect(leaves, inner, [...steps, name])
}

/** As it is said in settings: dots, or a JSON Pointer where a name holds a dot or a slash itself. */
const pathOf = (steps: string[]): string =>
  steps.some((step) => /[./~]/.test(step) || step === '')
    ? `/${steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`
    : steps.join('.')

export type MappingPreview =
  | { ok: true; items: { type: string; key: string; occurredAt: number | null; person: unknown; values: unknown }[] }
  | { ok: false; errors: FieldError[] }
  | { ok: false; reason: string }

/** What a request would become with these settings. Nothing is stored. */
export async function previewMapping(
  connection: Connection,
  { request, receivedAt }: { request: InboundRequest; receivedAt: number },
  settings: Record<string, unknown>
): Promise<MappingPreview> {
  const connector = connectors.getOrFail(connection.connector)
  const checked = await checkSettings(connector, settings)
  if (!checked.ok) return { ok: false, errors: checked.errors }
  try {
    const parsed = connector.webhooks?.parse(request, { settings: checked.settings, receivedAt })
    if (parsed?.kind !== 'items') return { ok: false, reason: parsed?.reason ?? 'nothing_found' }
    return { ok: true, items: parsed.items.map(shown) }
  } catch {
    // What a parser says may quote the body.
    return { ok: false, reason: 'unparseable' }
  }
}

/** Handles stand under their kind, so that they are masked like any other value that tells who somebody is. */
function shown({ type, key, occurredAt, person, payload }: ParsedItem) {
  const { values = {} } = payload as { values?: unknown }
  const { identities = [], ...profile } = person ?? {}
  const handles = Object.fromEntries(identities.map(({ kind, value }) => [kind, value]))
  const known = Object.entries({ ...handles, ...profile }).filter(([, value]) => value)
  return {
    type,
    key,
    occurredAt,
    person: person ? maskedValue(Object.fromEntries(known)) : null,
    values: maskedValue(values),
  }
}
