import { readJson } from '#app/database'
import type { Row } from '#app/database'
import type { Lane } from '#app/work/bell'
import type { Person, Subject } from '#sdk/index'

/** What stands in the words of a code. */
export type Params = Record<string, string | number | boolean | null>

/** Why something about an event was skipped, left out or not started; worded by the console. */
export interface Note {
  code: string
  params?: Params
}

/** One fact as a room or a connector hands it over. Core rooms leave out everything about connections. */
export interface NewEvent {
  workspaceId: string
  /** Default `core`. */
  connector?: string
  connectionId?: string | null
  deliveryId?: string | null
  account?: string | null
  type: string
  /** The object's, revision's or happening's id; see `EventKind`. */
  key: string
  /** The provider's version of a revision, in place of a hash of its content. */
  revision?: string
  subject?: Subject | null
  /** Null or absent: now. */
  occurredAt?: number | null
  payload: object
  /** Who it is about, where only the payload says so. */
  person?: Person
  contactId?: string | null
  /** Id of the event that led to this one, and how long the chain already is. */
  causedBy?: string | null
  depth?: number
  /** It happened before its connection was made: it updates state, but is no news and starts nothing. */
  historic?: boolean
}

/** One canonical fact, stored once. */
export interface StoredEvent {
  id: string
  workspaceId: string
  naturalKey: string
  connector: string
  connectionId: string | null
  deliveryId: string | null
  account: string | null
  type: string
  key: string
  subject: Subject | null
  contactId: string | null
  occurredAt: number
  receivedAt: number
  payload: object
  notes: Note[]
  causedBy: string | null
  depth: number
  historic: boolean
  lane: Lane
  /** Only while it is being recorded; afterwards the contact says who it is. */
  person?: Person
}

/** Beyond this many events in a chain, nothing is started any more. */
export const MAX_DEPTH = 10

/** What an event that follows from another says of its origin: `{ ...causedBy(event) }`. */
export const causedBy = (event: Pick<StoredEvent, 'id' | 'depth'> | null) =>
  event ? { causedBy: event.id, depth: event.depth + 1 } : {}

export function note(event: StoredEvent, code: string, params?: Params): void {
  event.notes.push(params ? { code, params } : { code })
}

/** What nobody listens to, and what must start nothing any more, has nowhere to be routed. */
export function eventRow(event: StoredEvent, heard: boolean): Row & { id: string } {
  const pending = heard && event.depth <= MAX_DEPTH
  return {
    id: event.id,
    workspace_id: event.workspaceId,
    natural_key: event.naturalKey,
    connector: event.connector,
    connection_id: event.connectionId,
    delivery_id: event.deliveryId,
    account: event.account,
    type: event.type,
    subject_kind: event.subject?.kind ?? null,
    subject_id: event.subject?.id ?? null,
    contact_id: event.contactId,
    occurred_at: event.occurredAt,
    received_at: event.receivedAt,
    payload: JSON.stringify(event.payload),
    notes: JSON.stringify(event.notes),
    caused_by: event.causedBy,
    depth: event.depth,
    historic: event.historic,
    lane: event.lane,
    state: pending ? 'pending' : 'routed',
    due_at: pending ? event.receivedAt : null,
    routed_at: pending ? null : event.receivedAt,
  }
}

export function eventFromRow(row: Row): StoredEvent {
  return {
    id: String(row.id),
    workspaceId: String(row.workspace_id),
    naturalKey: String(row.natural_key),
    connector: String(row.connector),
    connectionId: row.connection_id as string | null,
    deliveryId: row.delivery_id as string | null,
    account: row.account as string | null,
    type: String(row.type),
    key: String(row.natural_key),
    subject: row.subject_kind ? { kind: String(row.subject_kind), id: String(row.subject_id) } : null,
    contactId: row.contact_id as string | null,
    occurredAt: Number(row.occurred_at),
    receivedAt: Number(row.received_at),
    payload: readJson<object>(row.payload),
    notes: readJson<Note[]>(row.notes),
    causedBy: row.caused_by as string | null,
    depth: Number(row.depth),
    historic: Boolean(row.historic),
    lane: row.lane as Lane,
  }
}
