import db from '@adonisjs/lucid/services/db'
import { Connection } from '#app/connectors/connection'
import { clock } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import type { Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import { bell } from '#app/work/bell'
import type { ConversionReport, OutgoingMessage } from '#sdk/index'
import { answerPayments } from './payments_api.ts'
import { judged } from './pretend_meta.ts'
import { phoneAt } from './phone.ts'

interface Body {
  to?: OutgoingMessage['to']
  content?: object
  correlation?: string
  events?: ConversionReport[]
}

const refusal = (status: number, code: string, message: string): Response =>
  Response.json({ error: { code, message } }, { status })

/** The pretend provider's API, as the sandbox connector calls it. */
export async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const caller = request.headers.get('x-sandbox-connection') ?? ''
  // Asked before there is a connection: whoever comes gets an account.
  if (pathname === '/v1/account') return Response.json({ id: naturalKey('sandbox', caller), name: 'Sandbox phone' })
  const connection = await Connection.find(caller)
  if (!connection) return refusal(401, 'unknown_connection', 'The sandbox does not know this connection')

  switch (`${request.method} ${pathname}`) {
    case 'GET /v1/messages':
      return Response.json({ id: await sentBefore(connection, searchParams.get('correlation') ?? '') })
    case 'POST /v1/messages':
      return transaction(async (trx) => take(trx, connection, (await request.clone().json()) as Body))
    case 'POST /v1/conversions':
      return Response.json({ results: await judged(connection, ((await request.json()) as Body).events ?? []) })
    default:
      return (await answerPayments(connection, request)) ?? refusal(404, 'unknown_path', 'The sandbox has no such path')
  }
}

async function sentBefore(connection: Connection, correlation: string): Promise<string | null> {
  const row = await db
    .from('sandbox_messages')
    .where({ connection_id: connection.id, natural_key: naturalKey('out', correlation) })
    .first()
  return row?.provider_id ?? null
}

async function take(trx: Trx, connection: Connection, { to, content, correlation }: Body): Promise<Response> {
  if (!to?.userId) return refusal(404, 'no_such_phone', 'Only sandbox phones can be reached')
  if (!content || !correlation) return refusal(422, 'incomplete', 'A message needs content and a correlation')

  const phone = await phoneAt(trx, {
    workspaceId: connection.workspaceId,
    connectionId: connection.id,
    address: to.userId,
  })
  if (phone.blocks) return refusal(403, 'blocked', 'The phone blocks this sender')
  const now = clock.now()
  const key = naturalKey('out', correlation)
  const row = {
    id: newId('sandbox'),
    workspace_id: connection.workspaceId,
    connection_id: connection.id,
    phone_id: phone.id,
    natural_key: key,
    provider_id: newId('sandbox'),
    direction: 'out',
    content: JSON.stringify(content),
    correlation,
    told: 'nothing',
    lane: 'conversational',
    state: 'travelling',
    due_at: now,
    created_at: now,
    updated_at: now,
  }
  const [inserted] = await insertNew(trx, 'sandbox_messages', [row])
  trx.after('commit', () => bell.ring('conversational'))
  const first =
    inserted ??
    (await trx.from('sandbox_messages').where({ connection_id: connection.id, natural_key: key }).firstOrFail())
  return Response.json({ id: first.provider_id, status: 'accepted' }, { status: 202 })
}
