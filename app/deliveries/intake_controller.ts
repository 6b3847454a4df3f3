import type { HttpContext } from '@adonisjs/core/http'
import { machineNow } from '#app/clock'
import { isConnectorError } from '#sdk/errors'
import type { Webhooks, InboundRequest } from '#sdk/webhooks'
import { inboundRequest, readBody } from './inbound_request.ts'
import { store } from './intake.ts'
import { openEndpoint } from './open_endpoints.ts'
import type { OpenEndpoint } from './open_endpoints.ts'
import { countRefusal } from './refusals.ts'

type Verifier = NonNullable<NonNullable<OpenEndpoint['connector']>['webhooks']> & Pick<Webhooks, 'verify'>

/**
 * `/in/:token`. Endpoint, signature, one grouped insert, answer: everything else happens when the delivery is worked
 * on. Written against the bare request, since the body must stay the exact bytes that were signed.
 */
export default class IntakeController {
  async store(ctx: HttpContext) {
    const arrivedAt = machineNow()
    const endpoint = await openEndpoint(ctx.params.token)
    if (!endpoint) return refuse(ctx, 404, 'unknown_endpoint')
    const webhooks = endpoint.connector?.webhooks
    if (!webhooks) return sendBack(ctx, 'connector_unavailable')

    const body = await readBody(ctx.request.request)
    if (body === null) return turnAway(ctx, endpoint, 413, 'too_large')
    const request = inboundRequest(ctx.request.request, body)

    const answer = webhooks.handshake?.(request, endpoint.verification)
    if (answer) return greet(ctx, answer)
    if (request.method !== 'POST') return turnAway(ctx, endpoint, 405, 'method_not_allowed')
    if (!accepted(request, webhooks)) return turnAway(ctx, endpoint, 415, 'unsupported_media_type')

    const refusal = await refusalOf(webhooks, request, endpoint)
    if (refusal === 'certificate_unavailable') return sendBack(ctx, refusal)
    if (refusal) return turnAway(ctx, endpoint, 401, refusal)
    return this.#keep(ctx, endpoint, request, arrivedAt)
  }

  async #keep(ctx: HttpContext, endpoint: OpenEndpoint, request: InboundRequest, arrivedAt: number) {
    try {
      const { id, duplicate } = await store(endpoint, request, arrivedAt)
      if (duplicate) countRefusal(endpoint.id, 'duplicate')
      return acknowledge(ctx, endpoint, id)
    } catch (error) {
      // A full disk or a lost database: not stored, so not acknowledged, and the provider tries again.
      ctx.logger.error({ err: error, endpoint: endpoint.id }, 'delivery was not stored')
      return sendBack(ctx, 'not_stored')
    }
  }
}

/** The reason why the signature does not hold, or null. Anything but a clear verdict is thrown on: it fails closed. */
async function refusalOf(
  webhooks: Verifier,
  request: InboundRequest,
  { verification }: OpenEndpoint
): Promise<string | null> {
  try {
    await webhooks.verify(request, verification)
    return null
  } catch (error) {
    if (isConnectorError(error) && error.code === 'E_TEMPORARY') return 'certificate_unavailable'
    if (error instanceof Error && 'code' in error && error.code === 'E_VERIFICATION_FAILED' && 'reason' in error)
      return String(error.reason)
    throw error
  }
}

function accepted(request: InboundRequest, webhooks: Verifier): boolean {
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/')) return false
  return !type.startsWith('application/x-www-form-urlencoded') || Boolean(webhooks.accepts?.includes('form'))
}

function acknowledge({ response }: HttpContext, endpoint: OpenEndpoint, id: string) {
  const wanted = endpoint.connector?.webhooks?.acknowledgement
  if (!wanted) return response.json({ delivery: id })
  return response.header('content-type', wanted.contentType).send(wanted.body)
}

function greet({ response }: HttpContext, answer: { status: number; body?: string; headers?: Record<string, string> }) {
  // Never as HTML: a challenge comes from the query, so whoever writes a link could write the page.
  response
    .status(answer.status)
    .header('content-type', 'text/plain; charset=utf-8')
    .header('x-content-type-options', 'nosniff')
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.header(name, value)
  return response.send(answer.body ?? '')
}

function turnAway(ctx: HttpContext, endpoint: OpenEndpoint, status: number, code: string) {
  countRefusal(endpoint.id, code)
  return refuse(ctx, status, code)
}

function sendBack(ctx: HttpContext, code: string) {
  ctx.response.header('retry-after', '5')
  return refuse(ctx, 503, code)
}

const TITLES: Record<number, string> = {
  401: 'The delivery was not accepted: its signature does not hold.',
  404: 'There is no such endpoint.',
  405: 'Deliveries are sent with POST.',
  413: 'The body is larger than this endpoint takes.',
  415: 'This endpoint does not take this type of body.',
  503: 'The delivery could not be stored. Send it again.',
}

function refuse({ request, response }: HttpContext, status: number, code: string) {
  // What was not read must not be taken for the next request on this connection.
  if (!request.request.complete) response.header('connection', 'close')
  response.status(status).header('content-type', 'application/problem+json')
  return response.send(JSON.stringify({ type: 'about:blank', title: TITLES[status], status, code }))
}
