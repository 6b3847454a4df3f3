import db from '@adonisjs/lucid/services/db'
import { connectors } from '#app/connectors/registry'
import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import { LANES } from '#app/work/bell'
import type { Note } from './event.ts'

export interface EventFilter {
  type?: string
  state?: 'pending' | 'routed' | 'gave_up'
  connection?: string
  contact?: string
  before?: string
}

const PAGE = 50

/** Newest first, a page at a time. */
export async function listEvents(client: Client, workspaceId: string, filter: EventFilter) {
  const query = client
    .from('events as e')
    .leftJoin('contacts as c', 'c.id', 'e.contact_id')
    .where('e.workspace_id', workspaceId)
  if (filter.type) query.where('e.type', 'like', `${filter.type.replace(/[%_\\]/g, '')}%`)
  if (filter.state) query.where('e.state', filter.state)
  if (filter.connection) query.where('e.connection_id', filter.connection)
  if (filter.contact) query.where('e.contact_id', filter.contact)
  if (filter.before) query.where('e.id', '<', filter.before)

  const rows: Row[] = await query
    .orderBy('e.id', 'desc')
    .limit(PAGE + 1)
    .select('e.*', 'c.first_name', 'c.last_name', 'c.phone', 'c.email')
  return { events: rows.slice(0, PAGE).map(eventLine), older: rows.length > PAGE ? String(rows[PAGE - 1].id) : null }
}

/** Asked for on every page, so it keeps to the index of the lanes, where given-up events are few. */
export async function countGivenUp(workspaceId: string): Promise<number> {
  const rows = await db
    .from('events')
    .whereIn('lane', [...LANES])
    .where({ state: 'gave_up', workspace_id: workspaceId })
    .limit(100)
    .select('id')
  return rows.length
}

/** One event with its payload, what led to it and what it led to. */
export async function eventDetails(client: Client, workspaceId: string, id: string) {
  const row = await client
    .from('events as e')
    .leftJoin('contacts as c', 'c.id', 'e.contact_id')
    .where({ 'e.workspace_id': workspaceId, 'e.id': id })
    .select('e.*', 'c.first_name', 'c.last_name', 'c.phone', 'c.email')
    .first()
  if (!row) return null
  const near: Row[] = await client
    .from('events')
    .where('workspace_id', workspaceId)
    .where((query) => {
      query.where('caused_by', id)
      if (row.caused_by) query.orWhere('id', row.caused_by)
    })
    .orderBy('id')
    .limit(50)
  const shortly = ({ id: nearId, type, occurred_at }: Row) => ({
    id: String(nearId),
    type: String(type),
    at: Number(occurred_at),
  })
  return {
    ...eventLine(row),
    payload: JSON.stringify(readJson<unknown>(row.payload), null, 2),
    key: String(row.natural_key),
    connectionId: row.connection_id as string | null,
    deliveryId: row.delivery_id as string | null,
    routedAt: row.routed_at === null ? null : Number(row.routed_at),
    attempts: Number(row.attempts),
    historic: Boolean(row.historic),
    cause: near.filter((other) => other.id === row.caused_by).map(shortly)[0] ?? null,
    consequences: near.filter((other) => other.caused_by === id).map(shortly),
  }
}

const eventLine = (row: Row) => ({
  id: String(row.id),
  type: String(row.type),
  connector: String(row.connector),
  connectorName: connectors.get(String(row.connector))?.name ?? null,
  account: row.account as string | null,
  subject: row.subject_kind ? { kind: String(row.subject_kind), id: String(row.subject_id) } : null,
  contact: row.contact_id ? { id: String(row.contact_id), name: nameOf(row) } : null,
  occurredAt: Number(row.occurred_at),
  receivedAt: Number(row.received_at),
  state: String(row.state) as 'pending' | 'routed' | 'gave_up',
  notes: readJson<Note[]>(row.notes),
})

const nameOf = (row: Row): string =>
  [row.first_name, row.last_name].filter(Boolean).join(' ') || String(row.phone ?? row.email ?? row.contact_id)
