export const OPERATORS = [
  'equals',
  'not_equals',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'not_contains',
  'starts_with',
  'exists',
  'missing',
]

export const WITHOUT_VALUE = ['exists', 'missing']

export type Line = { path: string; op: string; value: string }

const isLine = (value: unknown): value is Line =>
  typeof value === 'object' &&
  value !== null &&
  'path' in value &&
  'op' in value &&
  OPERATORS.includes(String(value.op))

/** The lines of a filter; null for one that lines cannot show. */
export function linesOf(filter: string | null): Line[] | null {
  if (!filter) return []
  const condition = JSON.parse(filter) as { all?: unknown[] }
  const members = Array.isArray(condition.all) ? condition.all : [condition]
  if (!members.every(isLine)) return null
  return members.map(({ path, op, value }) => ({ path, op, value: value === undefined ? '' : String(value) }))
}

export function filterOf(lines: Line[]): string | null {
  const whole = lines.filter(({ path }) => path.trim() !== '')
  if (whole.length === 0) return null
  return JSON.stringify({
    all: whole.map(({ path, op, value }) => (WITHOUT_VALUE.includes(op) ? { path, op } : { path, op, value })),
  })
}
