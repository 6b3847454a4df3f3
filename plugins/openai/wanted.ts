import type { Json, ModelRequest, ModelStop, ModelUsage } from '#sdk/index'

/** Once for every adapter: what is asked for, with everything left out filled in. */
export interface Wanted extends ModelRequest {
  model: string
  maxTokens: number
}

/** The text as JSON; some servers put a fence around it. Null if it is none. */
export function jsonIn(text: string): unknown {
  const bare = text.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, '')
  try {
    return JSON.parse(bare) as unknown
  } catch {
    // Prose instead of JSON: the caller says so to the model, or gives up.
    return null
  }
}

/** Arguments of a tool come as text, and not always as JSON. */
export const argumentsIn = (text: string): unknown => (text.trim() === '' ? {} : (jsonIn(text) ?? { invalid: text }))

export const usage = (input: unknown, output: unknown, cached: unknown): ModelUsage => ({
  input: count(input),
  output: count(output),
  cached: Math.min(count(cached), count(input)),
})

const count = (value: unknown): number => (typeof value === 'number' && value >= 0 ? Math.round(value) : 0)

export const stopOf = (refused: boolean, calls: number, other: ModelStop): ModelStop =>
  refused ? 'refusal' : calls > 0 ? 'tool' : other

/**
 * Whether a schema keeps to the strict mode's rules: each object lists all its properties as required and allows no
 * others (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas).
 */
export function isStrict(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true
  if (Array.isArray(schema)) return schema.every(isStrict)
  const { properties, required, additionalProperties } = schema as Json
  if (typeof properties === 'object' && properties !== null) {
    const names = Object.keys(properties)
    if (additionalProperties !== false || !Array.isArray(required)) return false
    if (names.some((name) => !required.includes(name))) return false
  }
  return Object.values(schema).every(isStrict)
}
