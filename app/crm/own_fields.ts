import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import { contactValues } from '#app/contacts/contact_values'
import { allows, consentsOf } from '#app/contacts/consent_states'
import type { FieldType } from '#app/contacts/contact_field'
import { STANDARD_FIELDS } from '#app/contacts/fields'
import type { ChannelName, Purpose } from '#sdk/index'

/** What one of our fields holds. The first six are those of custom fields. */
export type OwnType = FieldType | 'language' | 'country' | 'timezone' | 'phone' | 'email' | 'tags'

/** A field of our contacts, as a mapping may name it. */
export interface OwnField {
  /** `first_name`, `fields.favourite_room`, `consent.whatsapp.marketing`, `tags`. */
  name: string
  /** What the workspace calls it; null where the console has words for it. */
  title: string | null
  type: OwnType
  /** For `list`. */
  options: string[] | null
  /** For `currency`. */
  currency: string | null
  /** Whether a CRM may change it. Addresses join the records, consents come from the person and from nobody else. */
  writable: boolean
}

const CONSENTS: [ChannelName, Purpose][] = [
  ['whatsapp', 'marketing'],
  ['sms', 'marketing'],
  ['email', 'marketing'],
]
const TYPES: Record<string, OwnType> = { language: 'language', country: 'country', timezone: 'timezone' }

const plain = { title: null, options: null, currency: null }
const READ_ONLY: OwnField[] = [
  { ...plain, name: 'phone', type: 'phone', writable: false },
  { ...plain, name: 'email', type: 'email', writable: false },
  { ...plain, name: 'tags', type: 'tags', writable: false },
  ...CONSENTS.map(([channel, purpose]): OwnField => {
    return { ...plain, name: `consent.${channel}.${purpose}`, type: 'boolean', writable: false }
  }),
]
const STANDARD: OwnField[] = STANDARD_FIELDS.map((name) => ({
  ...plain,
  name,
  type: TYPES[name] ?? 'text',
  writable: true,
}))

const CUSTOM = 'fields.'

/** Everything a mapping of this workspace may name. */
export async function ownFields(client: Client, workspaceId: string): Promise<OwnField[]> {
  const rows: Row[] = await client
    .from('contact_fields')
    .where('workspace_id', workspaceId)
    .whereNull('archived_at')
    .orderBy('position')
    .orderBy('name')
  const custom = rows.map((row): OwnField => ({
    name: `${CUSTOM}${row.name}`,
    title: String(row.title),
    type: row.type as FieldType,
    options: readJson<string[] | null>(row.options),
    currency: row.currency as string | null,
    writable: true,
  }))
  return [...STANDARD, ...custom, ...READ_ONLY]
}

/** What `setField` calls it. */
export const settable = (name: string): string => (name.startsWith(CUSTOM) ? name.slice(CUSTOM.length) : name)

/** What a mapping calls a field of which `contact.field_changed` tells. */
export const mappable = (name: string): string =>
  (STANDARD_FIELDS as readonly string[]).includes(name) ? name : `${CUSTOM}${name}`

/** Our side of one contact: by the names of `ownFields`, null for nothing. */
export async function ownValues(client: Client, contactId: string): Promise<Record<string, unknown>> {
  const { contact } = (await contactValues(client, contactId)) as { contact: Record<string, unknown> }
  const { fields = {}, tags = [], ...columns } = contact as { fields?: Record<string, unknown>; tags?: string[] }
  const states = await consentsOf(client, contactId)
  return {
    ...columns,
    tags: tags.length > 0 ? tags : null,
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${CUSTOM}${name}`, value])),
    ...Object.fromEntries(states.map((state) => [`consent.${state.channel}.${state.purpose}`, allows(state)])),
  }
}
