import { createHash } from 'node:crypto'
import { naturalKey } from '#app/ids'
import type { EventKind } from './catalogue/definition.ts'

/**
 * What makes two tellings of a fact one fact. The provider's account and not our connection, so that reconnecting
 * is no news. For a revision also its content, since some providers change things without a new version, unless the
 * connector names the version itself: then it vouches that whoever tells it, and however much of it, tells the same.
 */
export function eventKey(
  fact: { connector: string; account: string | null; type: string; key: string; revision?: string; payload: object },
  kind: EventKind
): string {
  const parts = [fact.connector, fact.account ?? '', fact.type, fact.key]
  if (kind === 'revision') parts.push(...(fact.revision ? ['revision', fact.revision] : [contentHash(fact.payload)]))
  return naturalKey(...parts)
}

/** The same for equal values, however their fields are ordered. */
export const contentHash = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')
    .slice(0, 32)

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, content]) => content !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, content]) => [name, sorted(content)])
  )
}
