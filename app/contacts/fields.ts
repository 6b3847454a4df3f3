import { clock } from '#app/clock'
import { readJson, upsert } from '#app/database'
import type { Client, Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import { record } from '#app/events/record'
import type { FieldType } from './contact_field.ts'
import { columnsOf, valueOf } from './field_values.ts'
import type { FieldValue } from './field_values.ts'
import { isZone } from './profile.ts'
import { searchText } from './search.ts'

/** Where a change comes from, for the chain of events and against loops. */
export interface Origin {
  causedBy?: string | null
  depth?: number
  /** The connection that told of the change, which therefore need not be told. */
  connector?: string
  connectionId?: string | null
  /** Caught up with, and so no news. */
  historic?: boolean
}

export type FieldChange =
  { ok: true; changed: boolean } | { ok: false; reason: 'contact_unknown' | 'field_unknown' | 'value_invalid' }

/** Columns of the contact that may be set like a field. Phone and e-mail are identities and are not. */
export const STANDARD_FIELDS = [
  'first_name',
  'last_name',
  'company',
  'language',
  'country',
  'timezone',
  'city',
  'postal_code',
] as const
export type StandardField = (typeof STANDARD_FIELDS)[number]

/** Sets a standard or custom field, or clears it with null, and records `contact.field_changed` when it is a change. */
export async function setField(
  trx: Trx,
  contactId: string,
  name: string,
  value: unknown,
  origin: Origin = {}
): Promise<FieldChange> {
  const contact = await trx.from('contacts').where('id', contactId).first()
  if (!contact) return { ok: false, reason: 'contact_unknown' }

  const change = isStandard(name)
    ? await setStandard(trx, contact, name, value)
    : await setCustom(trx, contact, name, value)
  if (!change.ok || !change.changed) return change.ok ? { ok: true, changed: false } : change

  await record(trx, [
    {
      workspaceId: contact.workspace_id,
      type: 'contact.field_changed',
      key: newId('row'),
      subject: { kind: 'contact', id: contactId },
      contactId,
      payload: { field: name, before: change.before, after: change.after },
      ...origin,
    },
  ])
  return { ok: true, changed: true }
}

type Outcome = { ok: true; changed: boolean; before: unknown; after: unknown } | Extract<FieldChange, { ok: false }>

const isStandard = (name: string): name is StandardField => (STANDARD_FIELDS as readonly string[]).includes(name)

async function setStandard(trx: Trx, contact: Row, name: StandardField, value: unknown): Promise<Outcome> {
  const after = value === null || value === '' ? null : standardValue(name, value)
  if (after === undefined) return { ok: false, reason: 'value_invalid' }
  const before = contact[name] ?? null
  if (before === after) return { ok: true, changed: false, before, after }

  const now = clock.now()
  const search = searchText({ ...contact, [name]: after })
  await trx
    .from('contacts')
    .where('id', String(contact.id))
    .update({ [name]: after, search, profile_at: now, updated_at: now })
  return { ok: true, changed: true, before, after }
}

function standardValue(name: StandardField, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value).trim()
  if (name === 'country') return /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : undefined
  if (name === 'timezone') return isZone(text) ? text : undefined
  if (name === 'language') return /^[a-z]{2,3}([-_][A-Za-z0-9]+)*$/.test(text) ? text.slice(0, 35) : undefined
  return text.slice(0, name === 'postal_code' ? 32 : 190)
}

async function setCustom(trx: Trx, contact: Row, name: string, value: unknown): Promise<Outcome> {
  const row = await trx
    .from('contact_fields')
    .where({ workspace_id: contact.workspace_id, name })
    .whereNull('archived_at')
    .first()
  if (!row) return { ok: false, reason: 'field_unknown' }

  const field = {
    type: row.type as FieldType,
    options: readJson<string[] | null>(row.options),
    currency: row.currency as string | null,
  }
  const where = { contact_id: contact.id, field_id: row.id }
  const stored = await trx.from('contact_field_values').where(where).first()
  const before = stored ? valueOf(field.type, stored) : null
  if (value === null || value === '') {
    await trx.from('contact_field_values').where(where).delete()
    return { ok: true, changed: before !== null, before, after: null }
  }

  const columns = columnsOf(field, value)
  if (!columns) return { ok: false, reason: 'value_invalid' }
  const after = valueOf(field.type, columns)
  if (JSON.stringify(before) === JSON.stringify(after)) return { ok: true, changed: false, before, after }

  const kept = { id: newId('row'), workspace_id: contact.workspace_id, ...where, ...columns, changed_at: clock.now() }
  await upsert(trx, 'contact_field_values', kept, ['contact_id', 'field_id'], [...Object.keys(columns), 'changed_at'])
  return { ok: true, changed: true, before, after }
}

export interface NamedValue {
  name: string
  title: string
  type: FieldType
  value: FieldValue
}

/** The custom fields a contact has a value for, in the workspace's order. */
export async function fieldsOf(client: Client, contactId: string): Promise<NamedValue[]> {
  const rows = await client
    .from('contact_field_values as v')
    .join('contact_fields as f', 'f.id', 'v.field_id')
    .where('v.contact_id', contactId)
    .whereNull('f.archived_at')
    .orderBy('f.position')
    .orderBy('f.name')
    // The field's own currency would hide the value's.
    .select('v.*', 'f.name', 'f.title', 'f.type')
  return rows.map((row) => ({ name: row.name, title: row.title, type: row.type, value: valueOf(row.type, row) }))
}
