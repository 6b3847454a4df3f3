import type { CrmField } from '#sdk/index'
import type { OwnField, OwnType } from './own_fields.ts'

export const DIRECTIONS = ['both', 'to_crm', 'from_crm'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** What decides where both sides have changed a field: when each did, or who did. */
export const RULES = ['newest', 'crm', 'staffetta'] as const
export type Rule = (typeof RULES)[number]

/** One of our fields and one of the CRM's that are kept alike. */
export interface MappingRow {
  field: string
  crmField: string
  direction: Direction
  rule: Rule
}

export const writesCrm = ({ direction }: MappingRow): boolean => direction !== 'from_crm'
export const writesOurs = ({ direction }: MappingRow): boolean => direction !== 'to_crm'

type CrmType = CrmField['type']

const WORDS: CrmType[] = ['text', 'choice']

/** What of ours can be written as what of theirs. */
const OUT: Record<OwnType, CrmType[]> = {
  text: ['text', 'phone', 'email', 'choice', 'choices'],
  number: ['number', 'text'],
  date: ['date', 'datetime', 'text'],
  boolean: ['boolean', 'text'],
  list: ['choice', 'choices', 'text'],
  currency: ['number', 'text'],
  language: WORDS,
  country: WORDS,
  timezone: WORDS,
  phone: ['phone', 'text'],
  email: ['email', 'text'],
  tags: ['choices', 'text'],
}

/** What of theirs can be read as what of ours. */
const IN: Record<OwnType, CrmType[]> = {
  text: ['text', 'phone', 'email', 'choice', 'choices', 'number', 'date', 'datetime', 'boolean'],
  number: ['number'],
  date: ['date', 'datetime'],
  boolean: ['boolean'],
  list: WORDS,
  currency: ['number'],
  language: WORDS,
  country: WORDS,
  timezone: WORDS,
  phone: [],
  email: [],
  tags: [],
}

export const fitsOut = (own: OwnField, crm: CrmField): boolean => OUT[own.type].includes(crm.type)
/** An amount without a currency is no money: a field of ours that holds several cannot take a bare number. */
export const fitsIn = (own: OwnField, crm: CrmField): boolean =>
  IN[own.type].includes(crm.type) && (own.type !== 'currency' || own.currency !== null)
