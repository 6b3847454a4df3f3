import { createHmac } from 'node:crypto'
import type { Faults } from './faults.ts'
import { sendWebhook, type DeliveryAttempt } from './webhook_sender.ts'

export type ObjectType = 'contacts' | 'deals' | 'communications' | 'notes'

export interface Source {
  sourceType: string
  sourceId: string
}

interface Version extends Source {
  value: string
  timestamp: number
}

export interface FakeRecord {
  id: string
  type: ObjectType
  createdAt: number
  updatedAt: number
  createdBy: Source
  /** Newest last. */
  versions: Map<string, Version[]>
  associated: Map<string, Set<string>>
  mergedIds: string[]
}

/** A property as HubSpot describes it. */
export interface Definition {
  name: string
  label: string
  type: string
  fieldType: string
  options?: { value: string; label: string; hidden?: boolean }[]
  modificationMetadata?: { readOnlyValue: boolean }
}

export interface Refused {
  status: number
  category: string
  message: string
  errors?: object[]
}

const MODIFIED = {
  contacts: 'lastmodifieddate',
  deals: 'hs_lastmodifieddate',
  communications: 'hs_lastmodifieddate',
  notes: 'hs_lastmodifieddate',
}
const BUILT_IN: Record<ObjectType, string[]> = {
  contacts: [
    'email',
    'phone',
    'mobilephone',
    'hs_whatsapp_phone_number',
    'firstname',
    'lastname',
    'company',
    'city',
    'zip',
    'hs_language',
    'lifecyclestage',
    'createdate',
    'lastmodifieddate',
    'hs_object_source_id',
    'hs_analytics_source',
    'hs_merged_object_ids',
  ],
  deals: [
    'dealname',
    'pipeline',
    'dealstage',
    'amount',
    'deal_currency_code',
    'closedate',
    'createdate',
    'hs_lastmodifieddate',
    'hs_is_closed_won',
    'hs_is_closed_lost',
    'hs_object_source_id',
  ],
  communications: [
    'hs_communication_channel_type',
    'hs_communication_logged_from',
    'hs_communication_body',
    'hs_timestamp',
    'hubspot_owner_id',
  ],
  notes: ['hs_note_body', 'hs_timestamp', 'hubspot_owner_id'],
}
const text = (name: string, label: string, fieldType = 'text'): Definition => ({
  name,
  label,
  type: 'string',
  fieldType,
})
const readOnly = { modificationMetadata: { readOnlyValue: true } }
const DEFINED: Definition[] = [
  text('firstname', 'First name'),
  text('lastname', 'Last name'),
  text('email', 'Email'),
  text('phone', 'Phone number', 'phonenumber'),
  text('company', 'Company name'),
  text('city', 'City'),
  text('zip', 'Postal code'),
  {
    name: 'lifecyclestage',
    label: 'Lifecycle stage',
    type: 'enumeration',
    fieldType: 'radio',
    options: [
      { value: 'lead', label: 'Lead' },
      { value: 'salesqualifiedlead', label: 'Sales qualified lead' },
      { value: 'opportunity', label: 'Opportunity' },
      { value: 'customer', label: 'Customer' },
    ],
  },
  { name: 'createdate', label: 'Create date', type: 'datetime', fieldType: 'date', ...readOnly },
  { name: 'lastmodifieddate', label: 'Last modified', type: 'datetime', fieldType: 'date', ...readOnly },
]
const STAGES = ['appointmentscheduled', 'contractsent', 'closedwon', 'closedlost']
export const APP_ID = '9911223'
export const PERSON: Source = { sourceType: 'CRM_UI', sourceId: 'userId:61122334' }
export const OUR_APP: Source = { sourceType: 'INTEGRATION', sourceId: APP_ID }

/** One HubSpot account: its records with their histories, and what its people do in it. */
export class FakePortal {
  readonly id: number
  readonly records = new Map<string, FakeRecord>()
  readonly unique: Record<string, string[]> = { contacts: ['email'], deals: [] }
  readonly custom: Record<string, string[]> = { contacts: [], deals: [] }
  readonly #defined: Definition[] = []
  readonly #heirs = new Map<string, string>()
  /** As with a service key: whose app it is, is told neither of the token nor with a change. */
  silentAboutApp = false
  readonly lists = new Map<string, Set<string>>([['42', new Set()]])
  /** Where the app posts, and with which secret it signs. */
  target: { url: string; secret: string } | null = null
  readonly sent: { events: Record<string, unknown>[]; attempts: DeliveryAttempt[] }[] = []
  #ids = 70_112_233_000
  #eventIds = 3_500_000_000
  #last = 0
  readonly #faults: Faults
  readonly #now: () => number

  constructor(id: number, faults: Faults, now: () => number = Date.now) {
    this.id = id
    this.#faults = faults
    this.#now = now
  }

  of(type: ObjectType): FakeRecord[] {
    return [...this.records.values()].filter((record) => record.type === type)
  }

  find(type: ObjectType, id: string): FakeRecord | undefined {
    const record = this.records.get(id)
    return record?.type === type ? record : undefined
  }

  by(type: ObjectType, property: string, value: string): FakeRecord | undefined {
    return this.of(type).find((record) => valueOf(record, property)?.toLowerCase() === value.toLowerCase())
  }

  /** The record of this id, or the one it was merged into. */
  resolve(type: ObjectType, id: string): FakeRecord | undefined {
    return this.find(type, this.#heirs.get(id) ?? id)
  }

  /** Somebody adds a property of their own to the contacts. */
  define(definition: Definition): void {
    this.#defined.push(definition)
    this.custom.contacts?.push(definition.name)
  }

  definitions(type: ObjectType): Definition[] {
    if (type !== 'contacts') return []
    const ours = (this.custom.contacts ?? []).filter((name) => !this.#defined.some((each) => each.name === name))
    return [...DEFINED, ...this.#defined, ...ours.map((name) => text(name, name))]
  }

  /** What HubSpot says against these values, or null. */
  complaint(type: ObjectType, properties: Record<string, unknown>, self?: FakeRecord): Refused | null {
    const invalid = (code: string, name: string): Refused => ({
      status: 400,
      category: 'VALIDATION_ERROR',
      message: `Property values were not valid: [{"isValid":false,"error":"${code}","name":"${name}"}]`,
      errors: [{ message: 'not valid', code, context: { propertyName: [name] } }],
    })
    const known = [...BUILT_IN[type], ...(this.custom[type] ?? [])]
    for (const [name, value] of Object.entries(properties)) {
      if (!known.includes(name)) return invalid('PROPERTY_DOESNT_EXIST', name)
      if (typeof value !== 'string') return invalid('INVALID_TYPE', name)
      const options = this.definitions(type).find((each) => each.name === name)?.options
      if (options && value !== '' && value.split(';').some((each) => !options.some((one) => one.value === each)))
        return invalid('INVALID_OPTION', name)
      if (name === 'dealstage' && !STAGES.includes(value)) return invalid('INVALID_OPTION', name)
      if (name === 'deal_currency_code' && value !== 'EUR') return invalid('INVALID_OPTION', name)
      if (name === 'hs_communication_channel_type' && !['WHATS_APP', 'SMS', 'LINKEDIN_MESSAGE'].includes(value))
        return invalid('INVALID_OPTION', name)
      const owner = this.unique[type]?.includes(name) ? this.by(type, name, value) : undefined
      if (owner && owner !== self)
        return { status: 409, category: 'CONFLICT', message: `Contact already exists. Existing ID: ${owner.id}` }
    }
    return null
  }

  create(type: ObjectType, properties: Record<string, string>, source: Source = PERSON): FakeRecord {
    const at = this.#tick()
    const record: FakeRecord = {
      id: String(++this.#ids),
      type,
      createdAt: at,
      updatedAt: at,
      createdBy: source,
      versions: new Map(),
      associated: new Map(),
      mergedIds: [],
    }
    this.records.set(record.id, record)
    if (NOUN[type])
      this.#queue.push(
        this.#event(`${NOUN[type]}.creation`, { objectId: Number(record.id), changeFlag: 'CREATED' }, at, source)
      )
    this.write(record, properties, source, at)
    return record
  }

  write(record: FakeRecord, properties: Record<string, string>, source: Source = PERSON, at = this.#tick()): void {
    const derived =
      record.type === 'deals' && properties.dealstage
        ? {
            hs_is_closed_won: String(properties.dealstage === 'closedwon'),
            hs_is_closed_lost: String(properties.dealstage === 'closedlost'),
          }
        : {}
    for (const [name, value] of Object.entries({ ...properties, ...derived })) {
      if (valueOf(record, name) === value) continue
      record.versions.set(name, [...(record.versions.get(name) ?? []), { value, timestamp: at, ...source }])
      const change = { objectId: Number(record.id), propertyName: name, propertyValue: value }
      if (NOUN[record.type]) this.#queue.push(this.#event(`${NOUN[record.type]}.propertyChange`, change, at, source))
    }
    record.updatedAt = at
  }

  associate(from: FakeRecord, to: FakeRecord): void {
    from.associated.set(to.type, new Set([...(from.associated.get(to.type) ?? []), to.id]))
    to.associated.set(from.type, new Set([...(to.associated.get(from.type) ?? []), from.id]))
  }

  /** Somebody finds that two contacts are one person: the first stays. */
  merge(into: FakeRecord, from: FakeRecord): void {
    this.records.delete(from.id)
    this.#heirs.set(from.id, into.id)
    into.mergedIds.push(from.id)
    into.updatedAt = this.#tick()
    const about = { objectId: Number(into.id), primaryObjectId: Number(into.id), mergedObjectIds: [Number(from.id)] }
    this.#queue.push(this.#event('contact.merge', { ...about, changeFlag: 'MERGED' }, into.updatedAt, PERSON))
    const gone = { objectId: Number(from.id), changeFlag: 'DELETED' }
    this.#queue.push(this.#event('contact.deletion', gone, into.updatedAt, PERSON))
  }

  /** Somebody throws the contact away; it could be restored. */
  delete(record: FakeRecord): void {
    this.records.delete(record.id)
    const about = { objectId: Number(record.id), changeFlag: 'DELETED' }
    this.#queue.push(this.#event('contact.deletion', about, this.#tick(), PERSON))
  }

  /** Somebody deletes the contact for good. */
  deleteForPrivacy(record: FakeRecord): void {
    this.records.delete(record.id)
    this.#queue.push(
      this.#event(
        'contact.privacyDeletion',
        { objectId: Number(record.id), changeFlag: 'DELETED' },
        this.#tick(),
        PERSON
      )
    )
  }

  /** Sends what has happened since the last time, in one body, as HubSpot gathers its changes. */
  async deliver({ secret = this.target?.secret ?? '' } = {}): Promise<DeliveryAttempt[]> {
    const events = this.#queue.splice(0)
    if (events.length === 0 || !this.target) return []
    const { url } = this.target
    const body = JSON.stringify(events)
    const timestamp = String(Date.now())
    const signature = createHmac('sha256', secret)
      .update(`POST${decodeURIComponent(url)}${body}${timestamp}`)
      .digest('base64')
    const headers = {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': timestamp,
      'x-hubspot-signature-v3': signature,
    }
    const attempts = await sendWebhook({ url, headers, body }, this.#faults)
    this.sent.push({ events, attempts })
    return attempts
  }

  readonly #queue: Record<string, unknown>[] = []

  #event(subscriptionType: string, about: object, occurredAt: number, source: Source): Record<string, unknown> {
    const id = ++this.#eventIds
    return {
      eventId: id,
      subscriptionId: 2_700_001,
      portalId: this.id,
      ...(this.silentAboutApp ? {} : { appId: Number(APP_ID) }),
      occurredAt,
      subscriptionType,
      attemptNumber: 0,
      ...about,
      changeSource: source.sourceType,
      sourceId: source.sourceId,
    }
  }

  // Two changes never share a moment, so that their order can be seen.
  #tick(): number {
    this.#last = Math.max(this.#now(), this.#last + 1)
    return this.#last
  }
}

const NOUN: Partial<Record<ObjectType, string>> = { contacts: 'contact', deals: 'deal' }

export function valueOf(record: FakeRecord, name: string): string | undefined {
  if (name === MODIFIED[record.type]) return new Date(record.updatedAt).toISOString()
  if (name === 'createdate') return new Date(record.createdAt).toISOString()
  if (name === 'hs_object_source_id') return record.createdBy.sourceId
  if (name === 'hs_merged_object_ids') return record.mergedIds.join(';') || undefined
  return record.versions.get(name)?.at(-1)?.value
}
