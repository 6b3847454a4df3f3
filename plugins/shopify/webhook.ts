import { asInstant, asText, entryOf, itemKey, itemsIn, jsonObject, verifyHmac } from '#sdk/index'
import type { InboundRequest, ParsedItem, ParseHints, ParseResult, VerifyContext, Webhooks } from '#sdk/index'
import { checkoutItems } from './carts.ts'
import { emailConsent, smsConsent } from './consents.ts'
import { customerItems, dataRequestItems, redactItems } from './customers.ts'
import type { Delivered } from './delivered.ts'
import { orderItems, refundItems } from './orders.ts'
import { productItems } from './products.ts'
import { fulfillmentEventItems, fulfillmentItems } from './shipments.ts'
import { SHOP_DOMAIN } from './shop.ts'

const items =
  (read: (delivered: Delivered) => ParsedItem[]) =>
  (delivered: Delivered): ParseResult => ({
    kind: 'items',
    items: read(delivered),
  })

const TOPICS: Record<string, (delivered: Delivered) => ParseResult> = {
  'checkouts/create': items(checkoutItems),
  'checkouts/update': items(checkoutItems),
  'orders/create': items(orderItems),
  'orders/updated': items(orderItems),
  'orders/paid': items(orderItems),
  'orders/fulfilled': items(orderItems),
  'orders/cancelled': items(orderItems),
  'refunds/create': items(refundItems),
  'fulfillments/create': fulfillmentItems,
  'fulfillments/update': fulfillmentItems,
  'fulfillment_events/create': fulfillmentEventItems,
  'customers/create': items(customerItems),
  'customers/update': items(customerItems),
  'customers_marketing_consent/update': smsConsent,
  'customers_email_marketing_consent/update': emailConsent,
  'products/update': items(productItems),
  'customers/data_request': items(dataRequestItems),
  'customers/redact': items(redactItems),
  'app/uninstalled': items((delivered) => [foreign(delivered, 'connection.revoked')]),
  'shop/redact': items((delivered) => [foreign(delivered, 'shopify.shop_redact')]),
}

/** Set by the app's own configuration; the others are subscribed to by us. */
const PRIVACY_TOPICS = ['customers/data_request', 'customers/redact', 'shop/redact']
export const SUBSCRIBED_TOPICS = Object.keys(TOPICS).filter((topic) => !PRIVACY_TOPICS.includes(topic))

export const webhooks: Omit<Webhooks, 'subscribe' | 'unsubscribe' | 'reconcile'> = {
  /** Shopify signs the raw body with the app's secret, and no time: a retry hours later is as good as the first. */
  verify(request: InboundRequest, { secret, credentials }: VerifyContext) {
    verifyHmac({
      secret: asText(credentials.clientSecret) ?? secret,
      received: header(request, 'hmac-sha256'),
      bytes: request.rawBody,
      encoding: 'base64',
    })
  },

  dedupeKey(request) {
    const id = header(request, 'webhook-id')
    if (id !== null) return itemKey(id)
    // One event id serves several topics, so alone it would hide the second of them.
    const event = header(request, 'event-id')
    return event === null ? null : itemKey(event, topicOf(request) ?? '')
  },

  topic: topicOf,

  parse(request: InboundRequest, hints: ParseHints): ParseResult {
    const topic = topicOf(request)
    const read = entryOf(TOPICS, topic)
    if (topic === null || !read) return { kind: 'ignored', reason: 'topic_not_wanted' }
    return read({
      topic,
      body: jsonObject(request),
      account: shopOf(request),
      settings: hints.settings,
      eventId: header(request, 'event-id'),
      firedAt: asInstant(header(request, 'triggered-at')) ?? hints.receivedAt,
    })
  },
}

/** All that one object of a topic says, for objects found by asking instead of being told. */
export function itemsOf(delivered: Delivered): ParsedItem[] {
  const read = entryOf(TOPICS, delivered.topic)
  return read ? itemsIn(read(delivered)) : []
}

// The coming Events system drops the `X-` prefix; both are understood.
function header(request: InboundRequest, name: string): string | null {
  return asText(request.headers[`x-shopify-${name}`] ?? request.headers[`shopify-${name}`])
}

function topicOf(request: InboundRequest): string | null {
  return header(request, 'topic')
}

function shopOf(request: InboundRequest): string | null {
  const shop = header(request, 'shop-domain')?.toLowerCase() ?? null
  return shop !== null && SHOP_DOMAIN.test(shop) ? shop : null
}

function foreign({ body, account, eventId, firedAt }: Delivered, type: string): ParsedItem {
  const shopId = asText(body.shop_id) ?? asText(body.id) ?? account ?? 'shop'
  return {
    account,
    type,
    key: eventId ?? `${shopId}:${firedAt}`,
    subject: { kind: 'shop', id: shopId },
    occurredAt: firedAt,
    payload: { shopId, shop: account },
  }
}
