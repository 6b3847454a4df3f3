/** Earlier numbers (1973) are no instants in milliseconds. */
const EARLIEST = 1e11

/** Instants as no-code tools read them: every whole number under `…_at` becomes ISO 8601 in UTC. */
export function isoOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(isoOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, isInstant(name, each) ? iso(each) : isoOf(each)])
  )
}

const isInstant = (name: string, value: unknown): value is number =>
  name.endsWith('_at') && Number.isInteger(value) && Number(value) >= EARLIEST

const iso = (instant: number): string | number => {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? instant : date.toISOString()
}
