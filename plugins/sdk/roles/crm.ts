import type { Context } from '../context.ts'
import type { Money, Person } from '../canonical.ts'

/** One field of the CRM's contacts, as a mapping editor shows it. */
export interface CrmField {
  /** The vendor's API name. */
  name: string
  title: string
  type: 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'choice' | 'choices' | 'phone' | 'email'
  /** For `choice` and `choices`. */
  options?: { value: string; title: string }[]
  readOnly: boolean
  required: boolean
}

/** One stage of one of the CRM's deal pipelines. */
export interface CrmStage {
  id: string
  title: string
  /** The vendor's deal pipeline; null where there is one for all. */
  pipeline: { id: string; title: string } | null
  outcome: 'open' | 'won' | 'lost'
}

/** A contact as the CRM keeps it. */
export interface CrmRecord {
  id: string
  person: Person
  /** Values under the vendor's field names, only of the fields asked for. */
  fields: Record<string, unknown>
  /** When the CRM last changed it, epoch milliseconds. */
  modifiedAt: number
  /** Who changed it last, where the CRM says so: an echo of our own write is `us`. */
  modifiedBy: 'us' | 'other' | 'unknown'
}

export interface CrmRole {
  /** Fields of contacts, for the mapping editor. */
  fields(context: Context): Promise<CrmField[]>
  stages(context: Context): Promise<CrmStage[]>
  /** By phone first, else by e-mail; writes only the fields named. `version` is the record's new modification time. */
  upsertContact(
    context: Context,
    person: Person,
    fields: Record<string, unknown>
  ): Promise<{ id: string; created: boolean; modifiedAt: number | null }>
  findContact(context: Context, query: { phone?: string; email?: string }): Promise<{ id: string } | null>
  readContacts(context: Context, ids: string[], fields: string[]): Promise<CrmRecord[]>
  /** Every contact, page by page, in an order that does not shift while it is read: for back-fills. */
  listContacts(
    context: Context,
    cursor: string | null,
    fields: string[]
  ): Promise<{ items: CrmRecord[]; cursor: string | null; total: number | null }>
  /** Contacts changed since the cursor, oldest first; the first call, without one, only gives the cursor. */
  changesSince(
    context: Context,
    cursor: string | null,
    fields: string[]
  ): Promise<{ items: CrmRecord[]; cursor: string | null }>
  logActivity(
    context: Context,
    contactId: string,
    activity: { kind: string; title: string; body: string; at: number }
  ): Promise<{ id: string }>
  upsertDeal(
    context: Context,
    deal: { id?: string; contactId: string; title: string; stage: string; value: Money | null }
  ): Promise<{ id: string }>
}
