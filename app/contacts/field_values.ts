import { DateTime } from 'luxon'
import type { Row } from '#app/database'
import type { Money } from '#sdk/index'
import type { FieldType } from './contact_field.ts'

export type FieldValue = string | number | boolean | Money | null

interface FieldShape {
  type: FieldType
  options: string[] | null
  currency: string | null
}

const EMPTY: Row = {
  text_value: null,
  number_value: null,
  date_value: null,
  boolean_value: null,
  minor_value: null,
  currency: null,
}

/** The typed columns that hold a value, or null when the value does not fit the field. */
export function columnsOf(field: FieldShape, value: unknown): Row | null {
  switch (field.type) {
    case 'text':
      return typeof value === 'string' || typeof value === 'number'
        ? { ...EMPTY, text_value: String(value).slice(0, 10_000) }
        : null
    case 'number': {
      const number = typeof value === 'string' && value.trim() ? Number(value) : value
      return typeof number === 'number' && Number.isFinite(number) ? { ...EMPTY, number_value: number } : null
    }
    case 'date':
      return isDate(value) ? { ...EMPTY, date_value: value } : null
    case 'boolean': {
      const truth = value === 'true' ? true : value === 'false' ? false : value
      return typeof truth === 'boolean' ? { ...EMPTY, boolean_value: truth } : null
    }
    case 'list':
      return typeof value === 'string' && field.options?.includes(value) ? { ...EMPTY, text_value: value } : null
    case 'currency':
      return isMoney(value) && (!field.currency || value.currency === field.currency)
        ? { ...EMPTY, minor_value: value.amount, currency: value.currency }
        : null
    default: {
      const never: never = field.type
      return never
    }
  }
}

export function valueOf(type: FieldType, row: Row): FieldValue {
  switch (type) {
    case 'text':
    case 'list':
      return row.text_value as string | null
    case 'number':
      return row.number_value === null ? null : Number(row.number_value)
    case 'date':
      return row.date_value as string | null
    case 'boolean':
      return row.boolean_value === null ? null : Boolean(row.boolean_value)
    case 'currency':
      return row.minor_value === null ? null : { amount: Number(row.minor_value), currency: String(row.currency) }
    default: {
      const never: never = type
      return never
    }
  }
}

const isDate = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && DateTime.fromISO(value).isValid

function isMoney(value: unknown): value is Money {
  if (typeof value !== 'object' || value === null) return false
  const { amount, currency } = value as Partial<Money>
  return Number.isSafeInteger(amount) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
}
