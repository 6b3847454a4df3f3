import type { CrmField } from '#sdk/index'
import { fitsIn, fitsOut, writesCrm, writesOurs } from './mapping.ts'
import type { MappingRow } from './mapping.ts'
import type { OwnField } from './own_fields.ts'

/** What is wrong with a mapping, and with which of its rows; `row` is null for what no row says. */
export interface MappingProblem {
  row: number | null
  on: 'field' | 'crmField' | 'direction'
  code: string
  params: Record<string, string>
}

interface Fields {
  own: OwnField[]
  crm: CrmField[]
}

type Complaint = Omit<MappingProblem, 'row'>

/** Everything that would keep a mapping from working, each naming its field. */
export function problemsIn(mapping: MappingRow[], fields: Fields): MappingProblem[] {
  const inRows = mapping.flatMap((row, index) => {
    const complaint = rowProblem(row, fields) ?? doubled(mapping, index)
    return complaint ? [{ row: index, ...complaint }] : []
  })
  const written = new Set(mapping.filter(writesCrm).map(({ crmField }) => crmField))
  const missing = fields.crm.filter(({ name, required, readOnly }) => required && !readOnly && !written.has(name))
  return [...inRows, ...missing.map(({ title }) => ({ row: null, ...on('crmField', 'crm_required_unmapped', title) }))]
}

const on = (place: Complaint['on'], code: string, field: string, more: Record<string, string> = {}): Complaint => ({
  on: place,
  code,
  params: { field, ...more },
})

function rowProblem(row: MappingRow, fields: Fields): Complaint | null {
  const own = fields.own.find(({ name }) => name === row.field)
  if (!own) return on('field', 'crm_own_field_unknown', row.field)
  const crm = fields.crm.find(({ name }) => name === row.crmField)
  if (!crm) return on('crmField', 'crm_field_unknown', row.crmField)
  return directionProblem(row, own, crm) ?? choiceProblem(row, own, crm)
}

function directionProblem(row: MappingRow, own: OwnField, crm: CrmField): Complaint | null {
  if (writesCrm(row) && crm.readOnly) return on('direction', 'crm_field_read_only', crm.title)
  if (writesOurs(row) && !own.writable) return on('direction', 'crm_own_field_read_only', own.title ?? own.name)
  const fits = (!writesCrm(row) || fitsOut(own, crm)) && (!writesOurs(row) || fitsIn(own, crm))
  return fits ? null : on('crmField', 'crm_types_differ', crm.title, { ours: own.type, theirs: crm.type })
}

/** Every word of our list must be one of theirs, or some contact could never be written. */
function choiceProblem(row: MappingRow, own: OwnField, crm: CrmField): Complaint | null {
  if (own.type !== 'list' || !crm.options || !writesCrm(row)) return null
  const known = new Set(crm.options.flatMap(({ value, title }) => [value.toLowerCase(), title.toLowerCase()]))
  const missing = (own.options ?? []).filter((option) => !known.has(option.toLowerCase()))
  return missing.length > 0 ? on('crmField', 'crm_choices_missing', crm.title, { values: missing.join(', ') }) : null
}

/** Two rows that write the same field would undo each other for ever. */
function doubled(mapping: MappingRow[], index: number): Complaint | null {
  const row = mapping[index]
  const before = mapping.slice(0, index)
  if (writesCrm(row) && before.some((other) => writesCrm(other) && other.crmField === row.crmField))
    return on('crmField', 'crm_field_mapped_twice', row.crmField)
  if (writesOurs(row) && before.some((other) => writesOurs(other) && other.field === row.field))
    return on('field', 'crm_field_mapped_twice', row.field)
  return null
}
