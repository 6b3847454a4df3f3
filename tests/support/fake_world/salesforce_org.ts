/** One record with its system fields, under Salesforce's names. */
export type FakeRecord = Record<string, unknown> & { Id: string }
export type FakeObject = 'Contact' | 'Lead' | 'Opportunity' | 'Task'

const PREFIXES: Record<FakeObject, string> = { Contact: '003', Lead: '00Q', Opportunity: '006', Task: '00T' }

export interface FakeField {
  name: string
  type: string
  required?: boolean
  externalId?: boolean
  readOnly?: boolean
  length?: number
  values?: string[]
}

const text = (name: string, more: Partial<FakeField> = {}): FakeField => ({ name, type: 'string', ...more })
const PHONE_KEY = text('Staffetta_Phone__c', { externalId: true, length: 40 })
const SYSTEM = ['Id', 'CreatedDate', 'CreatedById', 'LastModifiedById', 'SystemModstamp'].map((name) =>
  text(name, { readOnly: true })
)

const FIELDS: Record<FakeObject, FakeField[]> = {
  Contact: [
    text('FirstName'),
    text('LastName', { required: true, length: 80 }),
    { name: 'Email', type: 'email' },
    ...['MobilePhone', 'Phone', 'HomePhone', 'OtherPhone'].map((name) => ({ name, type: 'phone', length: 40 })),
    text('MailingCity'),
    text('MailingPostalCode'),
    { name: 'LeadSource', type: 'picklist', values: ['Web', 'Phone Inquiry'] },
    PHONE_KEY,
  ],
  Lead: [
    text('FirstName'),
    text('LastName', { required: true, length: 80 }),
    text('Company', { required: true }),
    { name: 'Email', type: 'email' },
    { name: 'MobilePhone', type: 'phone', length: 40 },
    { name: 'Phone', type: 'phone', length: 40 },
    text('City'),
    text('PostalCode'),
    text('Status'),
    text('LeadSource'),
    { name: 'IsConverted', type: 'boolean', readOnly: true },
    PHONE_KEY,
  ],
  Opportunity: [
    text('Name', { required: true, length: 120 }),
    text('StageName', { required: true }),
    { name: 'CloseDate', type: 'date', required: true },
    { name: 'Amount', type: 'currency' },
    { name: 'ContactId', type: 'reference' },
    { name: 'IsClosed', type: 'boolean', readOnly: true },
    { name: 'IsWon', type: 'boolean', readOnly: true },
  ],
  Task: [
    { name: 'WhoId', type: 'reference' },
    ...['Subject', 'Description', 'Status', 'TaskSubtype'].map((name) => text(name)),
    { name: 'ActivityDate', type: 'date' },
  ],
}

export const STAGES = [
  { ApiName: 'Prospecting', MasterLabel: 'Prospecting', IsClosed: false, IsWon: false },
  { ApiName: 'Negotiation/Review', MasterLabel: 'Negotiation', IsClosed: false, IsWon: false },
  { ApiName: 'Closed Won', MasterLabel: 'Closed Won', IsClosed: true, IsWon: true },
  { ApiName: 'Closed Lost', MasterLabel: 'Closed Lost', IsClosed: true, IsWon: false },
]

export interface Complaint {
  errorCode: string
  message: string
  fields?: string[]
}

let orgs = 0

/** What an org keeps: its records, its fields, and the rules about them. */
export class FakeOrg {
  readonly id = `00D5g${String(++orgs).padStart(10, '0')}AAA`
  readonly name = 'Bottega Lucente'
  readonly records = new Map<string, { object: FakeObject; record: FakeRecord }>()
  readonly fields = structuredClone(FIELDS)
  readonly #now: () => number
  #made = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** As an org that has not been prepared. */
  withoutPhoneField(): this {
    for (const object of ['Contact', 'Lead'] as const)
      this.fields[object] = this.fields[object].filter(({ externalId }) => !externalId)
    return this
  }

  of(object: string): FakeRecord[] {
    return [...this.records.values()].filter((each) => each.object === object).map(({ record }) => record)
  }

  find(object: FakeObject, id: string): FakeRecord | null {
    return this.of(object).find((record) => record.Id === id || record.Id.slice(0, 15) === id) ?? null
  }

  /** Made by somebody of the org unless `by` says otherwise. */
  make(object: FakeObject, fields: Record<string, unknown>, by = '0055g00000SOMEBODY'): FakeRecord {
    const Id = `${PREFIXES[object]}5g${String(++this.#made).padStart(10, '0')}AAA`
    const record: FakeRecord = { Id, ...fields, CreatedDate: this.#stamp(), CreatedById: by }
    if (object === 'Lead') Object.assign(record, { IsConverted: false, Status: 'Open - Not Contacted', ...fields })
    this.records.set(Id, { object, record })
    this.change(record, {}, by)
    return record
  }

  change(record: FakeRecord, fields: Record<string, unknown>, by = '0055g00000SOMEBODY'): void {
    Object.assign(record, fields, { SystemModstamp: this.#stamp(), LastModifiedById: by })
    const stage = STAGES.find(({ ApiName }) => ApiName === record.StageName)
    if (record.Id.startsWith('006'))
      Object.assign(record, { IsClosed: stage?.IsClosed ?? false, IsWon: stage?.IsWon ?? false })
  }

  /** What Salesforce would say against writing this. */
  complaint(object: FakeObject, fields: Record<string, unknown>, isNew: boolean): Complaint | null {
    const known = this.fields[object]
    for (const [name, value] of Object.entries(fields)) {
      const field = known.find((each) => each.name === name)
      if (!field)
        return { errorCode: 'INVALID_FIELD', message: `No such column '${name}' on sobject of type ${object}` }
      if (field.readOnly)
        return { errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: 'Unable to write', fields: [name] }
      if (field.length && String(value).length > field.length)
        return { errorCode: 'STRING_TOO_LONG', message: 'data value too large', fields: [name] }
      if (field.values && !field.values.includes(String(value)))
        return {
          errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          message: `bad value ${String(value)}`,
          fields: [name],
        }
    }
    const missing = known.filter(({ name, required }) => required && isNew && !fields[name]).map(({ name }) => name)
    return missing.length > 0
      ? { errorCode: 'REQUIRED_FIELD_MISSING', message: `Required: ${missing.join()}`, fields: missing }
      : null
  }

  description(object: FakeObject) {
    return {
      name: object,
      fields: [...SYSTEM, ...this.fields[object]].map(({ name, type, required, externalId, readOnly, values }) => ({
        name,
        label: name,
        type,
        createable: !readOnly,
        updateable: !readOnly,
        nillable: !required,
        defaultedOnCreate: false,
        externalId: externalId === true,
        unique: externalId === true,
        picklistValues: (values ?? []).map((value) => ({ value, label: value, active: true })),
      })),
    }
  }

  // Salesforce keeps seconds, and writes the offset without a colon.
  #stamp(): string {
    return `${new Date(this.#now()).toISOString().slice(0, 19)}.000+0000`
  }
}
