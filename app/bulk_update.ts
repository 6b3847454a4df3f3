import type { Client, Row } from './database.ts'

/** `CASE id WHEN … THEN … END`: gives each of many rows its own value in one UPDATE. */
export function caseOf(values: [id: string, value: unknown][]): { sql: string; bindings: unknown[] } {
  return { sql: `case id ${values.map(() => 'when ? then ?').join(' ')} end`, bindings: values.flat() }
}

/** One change for many rows: what is alike is written plainly, the rest row by row. All changes name the same columns. */
export function changeOfEach(client: Client, changes: [id: string, change: Row][]): Row {
  const [[, first]] = changes
  const columns = Object.keys(first).map((column) => {
    if (changes.every(([, change]) => change[column] === first[column])) return [column, first[column]]
    const { sql, bindings } = caseOf(changes.map(([id, change]) => [id, change[column]]))
    return [column, client.knexRawQuery(sql, bindings as never[])]
  })
  return Object.fromEntries(columns)
}
