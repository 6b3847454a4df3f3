import type { Client, Row } from './database.ts'

/** `CASE id WHEN … THEN … END`: gives each of many rows its own value in one UPDATE. */
export function caseOf(values: [id: string, value: unknown][], column = 'id'): { sql: string; bindings: unknown[] } {
  return { sql: `case ${column} ${values.map(() => 'when ? then ?').join(' ')} end`, bindings: values.flat() }
}

export interface BulkChange {
  ids: string[]
  change: Row
}

/**
 * One change for all rows that change the same columns: what is alike is written plainly, the rest row by row. Each row
 * may be named once.
 */
export function bulkChanges(client: Client, changes: [id: string, change: Row][]): BulkChange[] {
  return [...Map.groupBy(changes, ([, change]) => Object.keys(change).sort().join()).values()].map((group) => ({
    ids: group.map(([id]) => id),
    change: Object.fromEntries(Object.keys(group[0][1]).map((column) => [column, valueOfEach(client, group, column)])),
  }))
}

function valueOfEach(client: Client, changes: [id: string, change: Row][], column: string): unknown {
  const [[, first]] = changes
  if (changes.every(([, change]) => change[column] === first[column])) return first[column]
  const { sql, bindings } = caseOf(changes.map(([id, change]) => [id, change[column]]))
  return client.knexRawQuery(sql, bindings as never[])
}
