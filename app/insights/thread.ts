import type { Row } from '#app/database'

/** The rows along one relay, as far as it came. */
export interface Thread {
  delivery: Row | null
  /** The event that the delivery brought, where `event` only followed from it. */
  cause: Row | null
  event: Row | null
  refusal: Row | null
  run: Row | null
  step: Row | null
  message: Row | null
  click: Row | null
  conversion: Row | null
  order: Row | null
  report: Row | null
}

/** Names of what rows only point to, by id. */
export interface Names {
  contacts: Map<string, Row>
  pipelines: Map<string, Row>
  versions: Map<string, Row>
  templates: Map<string, Row>
  connections: Map<string, Row>
}

export const emptyThread = (): Thread => ({
  delivery: null,
  cause: null,
  event: null,
  refusal: null,
  run: null,
  step: null,
  message: null,
  click: null,
  conversion: null,
  order: null,
  report: null,
})

export const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))
export const instant = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))
