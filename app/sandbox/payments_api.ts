import type { Connection } from '#app/connectors/connection'
import { appUrl } from '#config/app'
import type { Money } from '#sdk/index'
import { expire, openSession, refund, reportOf, sessionOf } from './payments.ts'
import type { SessionAsked } from './payments.ts'

const refusal = (status: number, code: string, message: string): Response =>
  Response.json({ error: { code, message } }, { status })

/** The pretend provider's payments; null for a path that is none of theirs. */
export async function answerPayments(connection: Connection, request: Request): Promise<Response | null> {
  const { pathname } = new URL(request.url)
  const key = request.headers.get('idempotency-key')
  if (request.method === 'POST' && !key && /^\/v1\/(payments|refunds)$/.test(pathname))
    return refusal(422, 'incomplete', 'This call needs an idempotency key')
  if (request.method === 'POST' && pathname === '/v1/payments') {
    const page = await openSession(connection, String(key), (await request.json()) as SessionAsked)
    const url = `${appUrl}/sandbox/pay/${page.token}`
    return Response.json({ id: page.id, url, expiresAt: page.expiresAt })
  }
  if (request.method === 'POST' && pathname === '/v1/refunds') return giveBack(connection, String(key), request)
  const [, id, closes] = /^\/v1\/payments\/([^/]+)(\/expiry)?$/.exec(pathname) ?? []
  return id ? onePage(connection, id, request.method === 'POST' && closes !== undefined) : null
}

async function giveBack(connection: Connection, key: string, request: Request): Promise<Response> {
  const { paymentId, amount } = (await request.json()) as { paymentId: string; amount: Money | null }
  const given = await refund(connection, { key, paymentId, amount })
  return given ? Response.json(given) : refusal(409, 'not_refundable', 'Not that much is left of this payment')
}

async function onePage(connection: Connection, id: string, closes: boolean): Promise<Response> {
  const page = await sessionOf(connection, id)
  if (!page) return refusal(404, 'unknown_page', 'The sandbox has opened no such page')
  if (closes) await expire(page)
  return Response.json(reportOf(page))
}
