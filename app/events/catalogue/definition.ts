import type { Schema } from '#sdk/index'

/**
 * What makes two tellings of a fact one.
 * - `milestone`: once per object, whoever proves it;
 * - `revision`: the object, the provider's version and the content;
 * - `occurrence`: the provider's id of the happening.
 */
export type EventKind = 'milestone' | 'revision' | 'occurrence'

export interface EventDefinition {
  type: string
  /** One sentence in English; the console words it by `events:<type>`. */
  title: string
  kind: EventKind
  schema: Schema<object>
  /** A believable payload, for docs, previews and test runs. */
  sample: object
  /** Kept only where somebody listens; the rooms' own state has all of it. */
  transient: boolean
}

export function defineEvent<Payload extends object>(
  definition: Omit<EventDefinition, 'schema' | 'sample' | 'transient'> & {
    schema: Schema<Payload>
    sample: Payload
    transient?: boolean
  }
): EventDefinition {
  return { transient: false, ...definition }
}
