import { Unparseable } from './errors.ts'

/** An object of a vendor's answer or webhook, before anything is known of it. */
export type Json = Record<string, unknown>

/** Trimmed text, or a number written out; null for anything else, an empty text too. */
export function asText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return null
  const text = value.trim()
  return text === '' ? null : text
}

/** A whole number, also when written as text; null for anything else. */
export function asInteger(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null
}

/** The object itself; null for anything else, a list too. */
export function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

/** The objects of a list, in order; empty when it is no list. */
export function asObjects(value: unknown): Json[] {
  if (!Array.isArray(value)) return []
  return value.map(asObject).filter((each) => each !== null)
}

/** Epoch milliseconds of an ISO 8601 text with an offset or `Z`; null for anything else. */
export function asInstant(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:?\d\d)$/i.test(value)) return null
  const instant = Date.parse(value)
  return Number.isNaN(instant) ? null : instant
}

/** The value, or `Unparseable` naming what is missing. `what` is a field's name, never its content. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Unparseable(`The body has no usable ${what}`)
  return value
}

/** The first of these that is a text, as `asText` reads it; null where none is. */
export function firstText(...values: unknown[]): string | null {
  return values.map(asText).find((text) => text !== null) ?? null
}

/** Epoch milliseconds of a time in seconds, also when written as text; null for anything else, and for none (0). */
export function asSeconds(value: unknown): number | null {
  const seconds = asInteger(value)
  return seconds === null || seconds <= 0 ? null : seconds * 1000
}

/**
 * What a table says of a vendor's word. Undefined for a word it does not hold, also for those that every object has
 * (`constructor`), which `table[word]` would answer with a function.
 */
export function entryOf<T>(
  table: Readonly<Record<string, T>>,
  word: string | number | null | undefined
): T | undefined {
  return word !== null && word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined
}
