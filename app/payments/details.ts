import { Connection } from '#app/connectors/connection'
import { connectors } from '#app/connectors/registry'
import type { ChainSeed } from '#app/http/chains'
import type { Client, Row } from '#app/database'
import { noteIn, paymentLine, withContact } from './lists.ts'
import { paymentFrom } from './rows.ts'
import { refundable } from './refunds.ts'
import { mayFollow } from './states.ts'

/** Everything about one payment, as its page and the API show it; null where this workspace has none of this id. */
export async function paymentDetails(client: Client, workspaceId: string, id: string) {
  const row: Row | null = await withContact(client).where({ 'x.workspace_id': workspaceId, 'x.id': id }).first()
  if (!row) return null
  const payment = paymentFrom(row)
  const connection = await Connection.in(workspaceId, client).where('id', payment.connection_id).first()
  return {
    ...paymentLine(row),
    source: payment.source,
    askedBy: await nameOf(client, row),
    connection: {
      id: payment.connection_id,
      name: connection?.name ?? payment.connector,
      vendor: connectors.get(payment.connector)?.name ?? payment.connector,
    },
    order: await orderIn(client, payment.order_id),
    runId: payment.run_id,
    providerId: payment.provider_id,
    pages: payment.session_number,
    cancellable: mayFollow(payment.state, 'cancelled'),
    refundable: payment.provider_id === null ? 0 : await refundable(client, payment),
    history: await historyOf(client, id),
    refunds: await refundsOf(client, id),
    events: await eventsOf(client, workspaceId, id),
  }
}

async function nameOf(client: Client, { actor_kind: kind, actor_id: id }: Row): Promise<string | null> {
  if (!id || (kind !== 'user' && kind !== 'token')) return null
  const row: Row | null = await client
    .from(kind === 'user' ? 'users' : 'api_tokens')
    .where('id', String(id))
    .select('name')
    .first()
  return row && String(row.name)
}

async function orderIn(client: Client, id: string | null) {
  const row: Row | null = id ? await client.from('orders').where('id', id).select('id', 'number').first() : null
  return row && { id: String(row.id), number: String(row.number) }
}

async function historyOf(client: Client, id: string) {
  const rows: Row[] = await client.from('payment_changes').where('payment_id', id).orderBy('id', 'desc').limit(200)
  return rows.map((row) => ({
    id: String(row.id),
    state: String(row.state),
    reason: noteIn(row),
    eventId: row.event_id as string | null,
    at: Number(row.at),
  }))
}

async function refundsOf(client: Client, id: string) {
  const rows: Row[] = await client.from('payment_refunds').where('payment_id', id).orderBy('id', 'desc')
  return rows.map((row) => ({
    id: String(row.id),
    amount: { amount: Number(row.amount), currency: String(row.currency) },
    state: String(row.state),
    source: String(row.source),
    reason: noteIn(row),
    providerId: row.provider_id as string | null,
    at: Number(row.at),
  }))
}

async function eventsOf(client: Client, workspaceId: string, id: string) {
  const rows: Row[] = await client
    .from('events')
    .where({ workspace_id: workspaceId, subject_kind: 'payment', subject_id: id })
    .orderBy('id', 'desc')
    .limit(50)
  return rows.map((row) => ({ id: String(row.id), type: String(row.type), at: Number(row.occurred_at) }))
}

/** The relay it is part of: the run that asked for it, else what was last told of it. */
export function relayOf({ runId, events }: { runId: string | null; events: { id: string }[] }): ChainSeed | null {
  if (runId) return { kind: 'run', id: runId }
  return events.length > 0 ? { kind: 'event', id: events[0].id } : null
}
