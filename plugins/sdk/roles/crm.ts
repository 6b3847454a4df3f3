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

/**
 * A contact as the CRM keeps it. Values are plain, both when read and when written: text, numbers, `true` and `false`,
 * `2026-11-20` for a date, epoch milliseconds for a time, an option's `value` for a choice and a list of them for
 * `choices`, null for nothing. Where the vendor writes numbers, truths and times as text, text may be handed back.
 */
export interface CrmRecord {
  id: string
  person: Person
  /** Values under the vendor's field names, only of the fields asked for. */
  fields: Record<string, unknown>
  /** When the CRM last changed it, epoch milliseconds. */
  modifiedAt: number
  /** When single fields took their value, epoch milliseconds, where the CRM keeps histories. Else `modifiedAt` is taken. */
  changedAt?: Record<string, number>
  /** Ids of records that were merged into this one: whoever asks for one of those is given this. */
  formerIds?: string[]
  /** Who changed it last, where the CRM says so: an echo of our own write is `us`. */
  modifiedBy: 'us' | 'other' | 'unknown'
}

export interface CrmRole {
  /** Fields of contacts, for the mapping editor. */
  fields(context: Context): Promise<CrmField[]>
  stages(context: Context): Promise<CrmStage[]>
  /**
   * Writes the record that an identity of kind `crm_contact` names, else the one found by phone, else by e-mail, else a
   * new one. `fields` are written as they are, and no others; identities the record has none of are filled in, and what
   * `person` says besides is for a new record only. `modifiedAt` is the record's new modification time, where told.
   */
  upsertContact(
    context: Context,
    person: Person,
    fields: Record<string, unknown>
  ): Promise<{ id: string; created: boolean; modifiedAt: number | null }>
  findContact(context: Context, query: { phone?: string; email?: string }): Promise<{ id: string } | null>
  /** In any order. Records that are gone are left out; merged ones come as the one that stayed. At most 50 ids. */
  readContacts(context: Context, ids: string[], fields: string[]): Promise<CrmRecord[]>
  /** Every contact, page by page, in an order that does not shift while it is read: for back-fills. */
  listContacts(
    context: Context,
    cursor: string | null,
    fields: string[]
  ): Promise<{ items: CrmRecord[]; cursor: string | null; total: number | null }>
  /**
   * Contacts changed since the cursor, oldest first; the first call, without one, only gives the cursor. What was told
   * before may be told again, and our own changes may be among them. `more` says whether the next page is there already;
   * where it is left out, an empty page or a cursor that stands still is the end for now.
   */
  changesSince(
    context: Context,
    cursor: string | null,
    fields: string[]
  ): Promise<{ items: CrmRecord[]; cursor: string | null; more?: boolean }>
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
