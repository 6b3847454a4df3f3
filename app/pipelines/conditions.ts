import { clock, DAY } from '#app/clock'
import type { Money } from '#sdk/index'

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
  'in',
  'exists',
  'missing',
  'before',
  'after',
  'within_days',
  'older_than_days',
] as const
export type Operator = (typeof OPERATORS)[number]

export interface Comparison {
  path: string
  op: Operator
  /** Absent for `exists` and `missing`. Money is `{ amount, currency }` in minor units, or a plain number in major ones. */
  value?: unknown
}

/** A tree: groups of groups, and comparisons at its ends. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Comparison

type Values = Record<string, unknown>

/** Whether the values meet the condition. Absent values compare with nothing: only `missing` and the negations hold. */
export function holds(condition: Condition, values: Values): boolean {
  if ('all' in condition) return condition.all.every((each) => holds(each, values))
  if ('any' in condition) return condition.any.some((each) => holds(each, values))
  if ('not' in condition) return !holds(condition.not, values)
  return compare(condition.op, valueAt(values, condition.path), condition.value)
}

/** `cart.items.0.title`; only own properties, so that no path leads out of the data. */
export function valueAt(values: unknown, path: string): unknown {
  let found: unknown = values
  for (const part of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = (found as Values)[part]
  }
  return found
}

/** Every comparison of a tree, for checks and for words. */
export function comparisonsIn(condition: Condition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsIn)
  if ('any' in condition) return condition.any.flatMap(comparisonsIn)
  return 'not' in condition ? comparisonsIn(condition.not) : [condition]
}

function compare(op: Operator, actual: unknown, wanted: unknown): boolean {
  switch (op) {
    case 'exists':
      return !isAbsent(actual)
    case 'missing':
      return isAbsent(actual)
    case 'equals':
      return same(actual, wanted)
    case 'not_equals':
      return !same(actual, wanted)
    case 'in':
      return Array.isArray(wanted) && wanted.some((each) => same(actual, each))
    case 'contains':
      return contains(actual, wanted)
    case 'not_contains':
      return !contains(actual, wanted)
    case 'starts_with':
      return text(actual).startsWith(text(wanted)) && text(wanted) !== ''
    case 'before':
    case 'after': {
      const [at, limit] = [instant(actual), instant(wanted)]
      return at !== null && limit !== null && (op === 'before' ? at < limit : at > limit)
    }
    case 'within_days':
    case 'older_than_days': {
      const at = instant(actual)
      if (at === null) return false
      const recent = at >= clock.now() - Number(wanted) * DAY
      return op === 'within_days' ? recent : !recent
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return ordered(op, actual, wanted)
    default:
      return op satisfies never
  }
}

const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' &&
  value !== null &&
  'amount' in value &&
  'currency' in value &&
  typeof value.amount === 'number'

/** People compare words without minding capitals. */
const text = (value: unknown): string =>
  isAbsent(value) || typeof value === 'object' ? '' : String(value).trim().toLowerCase()

function same(actual: unknown, wanted: unknown): boolean {
  if (isAbsent(actual) || isAbsent(wanted)) return isAbsent(actual) && isAbsent(wanted)
  const pair = numbers(actual, wanted)
  return pair ? pair[0] === pair[1] : text(actual) === text(wanted)
}

function contains(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(actual)) return actual.some((each) => same(each, wanted))
  return text(wanted) !== '' && text(actual).includes(text(wanted))
}

function ordered(op: 'gt' | 'gte' | 'lt' | 'lte', actual: unknown, wanted: unknown): boolean {
  const pair = numbers(actual, wanted)
  if (!pair) return false
  const [a, b] = pair
  return op === 'gt' ? a > b : op === 'gte' ? a >= b : op === 'lt' ? a < b : a <= b
}

/** Both as numbers of one unit; null where they cannot be compared, such as two currencies. */
function numbers(actual: unknown, wanted: unknown): [number, number] | null {
  if (isMoney(actual)) {
    if (isMoney(wanted)) return actual.currency === wanted.currency ? [actual.amount, wanted.amount] : null
    const major = number(wanted)
    return major === null ? null : [actual.amount, Math.round(major * 10 ** exponentOf(actual.currency))]
  }
  const [a, b] = [number(actual), number(wanted)]
  return a === null || b === null ? null : [a, b]
}

function number(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : null
}

const exponentOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

function instant(value: unknown): number | null {
  if (typeof value === 'number') return value
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? null : at
}
