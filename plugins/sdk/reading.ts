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
