import { hmac, jsonObject, Unparseable, verifyHmac } from '#sdk/index'
import type { Connector, InboundRequest, ParsedItem, ParseResult, Person, VerifyContext } from '#sdk/index'
import { DELIVERY_HEADER, SIGNATURE_HEADER, TYPE_HEADER } from './wire.ts'
import type { SandboxWebhook } from './wire.ts'

export const signature = (secret: string, body: string | Buffer): string =>
  `sha256=${hmac('sha256', secret, body, 'hex')}`

function verify(request: InboundRequest, { secret }: VerifyContext): void {
  verifyHmac({ secret, received: request.headers[SIGNATURE_HEADER], bytes: request.rawBody, prefix: 'sha256=' })
}

type Known = Pick<ParsedItem, 'type' | 'key' | 'subject'>

function parse(request: InboundRequest): ParseResult {
  const body = jsonObject(request) as Partial<SandboxWebhook>
  if (typeof body.id !== 'string' || typeof body.data !== 'object' || body.data === null) {
    throw new Unparseable('The body needs an id, a type and data')
  }
  const found = known(body as SandboxWebhook)
  if (found === null) return { kind: 'ignored', reason: 'unknown_type' }
  const occurredAt = typeof body.at === 'number' ? body.at : null
  return {
    kind: 'items',
    items: found.map((item) => ({
      account: null,
      occurredAt,
      payload: payloadOf(body as SandboxWebhook),
      ...personOf(body.person),
      ...item,
    })),
  }
}

const personOf = (person: Person | undefined) => (person ? { person } : {})

/** Which canonical events a body proves; null for a type that is not ours. */
function known(body: SandboxWebhook): Known[] | null {
  switch (body.type) {
    case 'cart':
      return [
        {
          type: 'cart.updated',
          key: `${body.data.cartId}:${body.data.changedAt}`,
          subject: { kind: 'cart', id: body.data.cartId },
        },
      ]
    case 'order':
      return orderEvents(body.data)
    case 'refund':
      return [{ type: 'order.refunded', key: body.data.refundId, subject: { kind: 'order', id: body.data.orderId } }]
    case 'shipment':
      return [
        {
          type: `shipment.${body.data.state}`,
          key: body.data.shipmentId,
          subject: { kind: 'shipment', id: body.data.shipmentId },
        },
      ]
    case 'customer':
      return [
        {
          type: 'customer.updated',
          key: `${body.data.customerId}:${body.data.version}`,
          subject: { kind: 'customer', id: body.data.customerId },
        },
      ]
    case 'consent':
      return [{ type: `consent.${body.data.action}`, key: body.id, subject: null }]
    case 'payment':
      return paymentEvent(body.id, body.data)
    case 'message':
      return messageEvents(body.data)
    case 'status':
      return [
        {
          type: `message.${body.data.status}`,
          key: `${body.data.providerId}:${body.data.status}`,
          subject: { kind: 'message', id: body.data.providerId },
        },
      ]
    default:
      return null
  }
}

/** A paid order proves that it was placed, too; what else has changed is told beside it. */
function orderEvents(order: Extract<SandboxWebhook, { type: 'order' }>['data']): Known[] {
  const subject = { kind: 'order', id: order.orderId }
  const happened = [
    'order.placed',
    ...(order.paidAt === null ? [] : ['order.paid']),
    ...(order.lifecycle === 'cancelled' ? ['order.cancelled'] : []),
  ]
  return [
    ...happened.map((type) => ({ type, key: order.orderId, subject })),
    { type: 'order.updated', key: `${order.orderId}:${order.version}`, subject },
  ]
}

function messageEvents(message: Extract<SandboxWebhook, { type: 'message' }>['data']): Known[] {
  const event = { key: message.providerId, subject: { kind: 'message', id: message.providerId } }
  const tapped = message.kind === 'button' && message.choiceId
  return [{ type: 'message.received', ...event }, ...(tapped ? [{ type: 'message.button_clicked', ...event }] : [])]
}

const PAYMENT_WORDS = ['succeeded', 'failed', 'refunded', 'expired']

/** With the keys that the core's own asking uses, so that the two tellings of one happening are one event. */
function paymentEvent(id: string, data: Extract<SandboxWebhook, { type: 'payment' }>['data']): Known[] | null {
  const { status, sessionId, paymentId, refundId } = data
  if (!PAYMENT_WORDS.includes(status)) return null
  const keys = { succeeded: paymentId, failed: null, refunded: refundId, expired: sessionId }
  const subject = { kind: 'payment', id: sessionId ?? paymentId ?? id }
  return [{ type: `payment.${status}`, key: keys[status] ?? id, subject }]
}

function payloadOf(body: SandboxWebhook): object {
  const { action, status, ...data } = body.data as unknown as Record<string, unknown>
  void action
  void status
  // No money moves here, whatever the body says.
  return body.type === 'payment' ? { ...data, live: false } : data
}

export const webhooks: NonNullable<Connector['webhooks']> = {
  verify,
  dedupeKey: (request) => request.headers[DELIVERY_HEADER] ?? null,
  topic: (request) => request.headers[TYPE_HEADER] ?? null,
  parse,
}
