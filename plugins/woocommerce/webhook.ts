import { asText, entryOf, itemKey, itemsIn, jsonObject, jsonObjectOrNull, required, verifyHmac } from '#sdk/index'
import type { InboundRequest, ParsedItem, ParseHints, ParseResult, VerifyContext, Webhooks } from '#sdk/index'
import { customerItems } from './customers.ts'
import { gmt, idOf, type Delivered } from './delivered.ts'
import { orderResult } from './orders.ts'
import { productItems } from './products.ts'
import { accountOf, webhookSecret } from './shop.ts'

const items =
  (read: (delivered: Delivered) => ParsedItem[]) =>
  (delivered: Delivered): ParseResult => ({ kind: 'items', items: read(delivered) })

const TOPICS: Record<string, (delivered: Delivered) => ParseResult> = {
  'order.created': orderResult,
  'order.updated': orderResult,
  'order.restored': orderResult,
  'order.deleted': items(goneItems),
  'customer.created': items(customerItems),
  'customer.updated': items(customerItems),
  'customer.deleted': items(goneItems),
  'product.created': items(productItems),
  'product.updated': items(productItems),
  'product.restored': items(productItems),
  'product.deleted': items(goneItems),
}

export const SUBSCRIBED_TOPICS = Object.keys(TOPICS)

export const webhooks: Omit<Webhooks, 'subscribe' | 'unsubscribe' | 'reconcile' | 'complete'> = {
  /** The ping of a new webhook is a form without topic and signature, and wants exactly 200; it tells us nothing. */
  handshake(request) {
    const isPing = /^webhook_id=\d+$/.test(request.rawBody.subarray(0, 64).toString('latin1'))
    return request.method === 'POST' && isPing && header(request, 'signature') === null ? { status: 200 } : null
  },

  /** WooCommerce signs the raw body and no time: what its queue brings late is as good as the rest. */
  verify(request: InboundRequest, { credentials }: VerifyContext) {
    verifyHmac({
      secret: webhookSecret(credentials),
      received: header(request, 'signature'),
      bytes: request.rawBody,
      encoding: 'base64',
    })
  },

  /**
   * The delivery id is a hash of webhook and second, so that two in one second share it. The body is made when it is
   * sent: the same version of the same object is the same news.
   */
  dedupeKey(request) {
    const webhookId = header(request, 'id')
    const { id: objectId, date_modified_gmt: modified, status } = jsonObjectOrNull(request) ?? {}
    const id = idOf(objectId)
    if (webhookId === null || id === null) return null
    return itemKey(webhookId, id, asText(modified) ?? header(request, 'event') ?? '', asText(status) ?? '')
  },

  topic: topicOf,

  parse(request: InboundRequest, hints: ParseHints): ParseResult {
    const topic = topicOf(request)
    const read = entryOf(TOPICS, topic)
    if (topic === null || !read) return { kind: 'ignored', reason: 'topic_not_wanted' }
    if (isCopy(request, hints.settings)) return { kind: 'ignored', reason: 'other_shop' }
    return read({ topic, body: jsonObject(request), settings: hints.settings, receivedAt: hints.receivedAt })
  },
}

/** All that one object of a topic says, for objects found by asking instead of being told. */
export function itemsOf(delivered: Delivered): ParsedItem[] {
  const read = entryOf(TOPICS, delivered.topic)
  return read ? itemsIn(read(delivered)) : []
}

function header(request: InboundRequest, name: string): string | null {
  return asText(request.headers[`x-wc-webhook-${name}`])
}

function topicOf(request: InboundRequest): string | null {
  return header(request, 'topic')
}

// A shop copied for trying things out takes its webhooks and their secret along; its test orders are nobody's.
function isCopy(request: InboundRequest, settings: Record<string, unknown>): boolean {
  const source = accountOf(header(request, 'source') ?? '')
  return source !== null && source !== accountOf(asText(settings.url) ?? '')
}

/** Of what was deleted the body holds the id alone. */
function goneItems({ topic, body, receivedAt }: Delivered): ParsedItem[] {
  const [kind = ''] = topic.split('.')
  const id = required(idOf(body.id), 'id')
  return [
    {
      account: null,
      type: `woocommerce.${kind}_deleted`,
      key: id,
      subject: { kind, id },
      occurredAt: gmt(body.date_modified_gmt) ?? receivedAt,
      payload: { [`${kind}Id`]: id },
    },
  ]
}
