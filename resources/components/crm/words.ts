import type { Json } from '~/components/connections/types'
import { money } from '~/hooks/format'
import type { OwnField } from './types.ts'

type WordOf = (key: string) => string

/** What a field of ours is called: by the workspace, else by us. */
export const ownTitle = (field: string, own: OwnField[], wordOf: WordOf): string =>
  own.find(({ name }) => name === field)?.title ?? wordOf(`crm.field.${field}`)

/** A value as a person reads it; nothing is a dash. */
export function shownValue(value: Json): string {
  if (value === null || value === '') return '–'
  if (Array.isArray(value)) return value.map(shownValue).join(', ')
  if (typeof value !== 'object') return String(value)
  const { amount, currency } = value
  if (typeof amount === 'number' && typeof currency === 'string') return money(amount, currency)
  return JSON.stringify(value)
}
