export const idsOf = (rows: { id: string }[]): string[] => rows.map((row) => row.id)

/** `CASE id WHEN … THEN … END`: gives each of many rows its own value in one UPDATE. */
export function caseOf(values: [id: string, value: string][]): { sql: string; bindings: string[] } {
  return { sql: `case id ${values.map(() => 'when ? then ?').join(' ')} end`, bindings: values.flat() }
}
