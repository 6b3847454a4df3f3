import { DateTime } from 'luxon'
import { columnsOf, valueOf } from '#app/contacts/field_values'
import { isZone } from '#app/contacts/profile'
import { decimalFromMoney, moneyFromDecimal } from '#sdk/index'
import type { CrmField, Money } from '#sdk/index'
import type { OwnField } from './own_fields.ts'

export type Converted = { ok: true; value: unknown } | { ok: false; code: string; params?: Record<string, string> }

const ok = (value: unknown): Converted => ({ ok: true, value })
const UNFIT: Converted = { ok: false, code: 'crm_value_unfit' }
const unknownChoice = (value: unknown): Converted => ({
  ok: false,
  code: 'crm_choice_unknown',
  params: { values: String(value).slice(0, 120) },
})

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Two values of one side; what is nothing is all one. */
export const sameValue = (a: unknown, b: unknown): boolean =>
  isNothing(a) || isNothing(b) ? isNothing(a) && isNothing(b) : JSON.stringify(a) === JSON.stringify(b)

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : String(value))
const day = (at: number): string => DateTime.fromMillis(at, { zone: 'utc' }).toISODate() ?? ''
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid

function instantOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  const text = textOf(value)
  const at = /^\d{10,}$/.test(text) ? Number(text) : Date.parse(text)
  return Number.isNaN(at) ? null : at
}

const PLAIN: Record<CrmField['type'], (value: unknown) => unknown> = {
  text: textOf,
  phone: textOf,
  email: textOf,
  choice: textOf,
  choices: (value) => (Array.isArray(value) ? value.map(textOf) : [textOf(value)]).sort(),
  number: (value) => (Number.isFinite(Number(value)) ? Number(value) : null),
  boolean: (value) => ['true', '1', 'yes'].includes(textOf(value).toLowerCase()),
  date: (value) => {
    const text = textOf(value)
    return /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : day(instantOf(value) ?? 0)
  },
  datetime: instantOf,
}

/** A value of the CRM in its one form, however the vendor wrote it. */
export const plainOf = (field: CrmField, value: unknown): unknown =>
  isNothing(value) ? null : PLAIN[field.type](value)

function optionOf({ options = [] }: CrmField, wanted: string) {
  const word = wanted.trim().toLowerCase()
  return (
    options.find(({ value }) => value.toLowerCase() === word) ?? options.find((one) => one.title.toLowerCase() === word)
  )
}

const isMoney = (value: unknown): value is Money => typeof value === 'object' && value !== null && 'amount' in value

/** Our value as the CRM's field takes it. */
export function toCrm(field: CrmField, value: unknown): Converted {
  if (isNothing(value)) return ok(null)
  const plain = isMoney(value) ? decimalFromMoney(value) : value
  switch (field.type) {
    case 'text':
    case 'phone':
    case 'email':
      return ok(Array.isArray(plain) ? plain.join(', ') : textOf(plain))
    case 'number':
      return Number.isFinite(Number(plain)) ? ok(Number(plain)) : UNFIT
    case 'boolean':
      return typeof plain === 'boolean' ? ok(plain) : UNFIT
    case 'date':
      return isDay(textOf(plain)) ? ok(plain) : UNFIT
    case 'datetime':
      return isDay(textOf(plain)) ? ok(Date.parse(`${textOf(plain)}T00:00:00Z`)) : UNFIT
    case 'choice': {
      const option = optionOf(field, textOf(plain))
      return option ? ok(option.value) : unknownChoice(plain)
    }
    case 'choices': {
      // Of our tags, those the CRM has a box for.
      const words = Array.isArray(plain) ? plain.map(textOf) : [textOf(plain)]
      const found = words.flatMap((word) => optionOf(field, word)?.value ?? []).sort()
      return found.length > 0 || Array.isArray(plain) ? ok(found.length > 0 ? found : null) : unknownChoice(plain)
    }
  }
}

/** A value of the CRM as our field keeps it; `value` is in the form of `plainOf`. */
export function fromCrm(own: OwnField, field: CrmField, value: unknown): Converted {
  if (isNothing(value)) return ok(null)
  const said = wordsIn(field, value)
  switch (own.type) {
    case 'country':
      return /^[a-z]{2}$/i.test(said) ? ok(said.toUpperCase()) : UNFIT
    case 'language':
      return /^[a-z]{2,3}([-_][A-Za-z0-9]+)*$/.test(textOf(value)) ? ok(textOf(value).slice(0, 35)) : UNFIT
    case 'timezone':
      return isZone(textOf(value)) ? ok(textOf(value)) : UNFIT
    case 'currency': {
      const money = own.currency === null ? null : moneyFromDecimal(String(value), own.currency)
      return money ? ok(money) : UNFIT
    }
    case 'list': {
      const option = (own.options ?? []).find((each) => [said, textOf(value)].some((word) => alike(each, word)))
      return option === undefined ? unknownChoice(said) : ok(option)
    }
    case 'text':
      return ok(
        own.name.startsWith('fields.') ? said.slice(0, 10_000) : said.slice(0, own.name === 'postal_code' ? 32 : 190)
      )
    case 'number':
    case 'date':
    case 'boolean': {
      const columns = columnsOf({ ...own, type: own.type }, own.type === 'date' ? dayIn(field, value) : value)
      return columns ? ok(valueOf(own.type, columns)) : UNFIT
    }
    default:
      return UNFIT
  }
}

const alike = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
const dayIn = ({ type }: CrmField, value: unknown) => (type === 'datetime' ? day(Number(value)) : value)

/** What a person reads: titles instead of the values behind them. */
function wordsIn(field: CrmField, value: unknown): string {
  if (field.type === 'datetime') return DateTime.fromMillis(Number(value), { zone: 'utc' }).toISO() ?? ''
  const titles = (Array.isArray(value) ? value : [value]).map(
    (each) => optionOf(field, textOf(each))?.title ?? textOf(each)
  )
  return titles.join(', ')
}
