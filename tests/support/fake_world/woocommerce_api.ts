import type { FakeAnswer, FakeRequest } from './server.ts'
import { orderBody, productBody, refundBodies, webhookBody } from './woocommerce_bodies.ts'
import type { FakeWooShop } from './woocommerce_shop.ts'
import type { FakeWooWebhook } from './woocommerce_state.ts'

type Body = Record<string, unknown>
type Handler = (shop: FakeWooShop, request: FakeRequest, ...ids: string[]) => FakeAnswer | Promise<FakeAnswer>

const STATUSES = ['pending', 'processing', 'on-hold', 'completed', 'cancelled', 'refunded', 'failed', 'delivered']
const TOPIC = /^(order|product|customer|coupon)\.(created|updated|deleted|restored)$/
const HOUR = 3_600_000

export const refusal = (status: number, code: string, more: Body = {}): FakeAnswer => ({
  status,
  body: { code, message: code, data: { status, ...more } },
})
const invalid = (param: string) => refusal(400, 'rest_invalid_param', { params: { [param]: `${param} is not valid` } })
const notThere = (what: string) => refusal(404, `woocommerce_rest_${what}_invalid_id`)

/** `/wc/v3/…` by method and path. */
const ROUTES: [string, RegExp, Handler][] = [
  ['GET', /^orders$/, listOrders],
  ['GET', /^orders\/(\d+)$/, (shop, _request, id) => onOrder(shop, id, (order) => orderBody(order, shop.site))],
  ['PUT', /^orders\/(\d+)$/, changeOrder],
  ['GET', /^orders\/(\d+)\/refunds$/, (shop, _request, id) => onOrder(shop, id, refundBodies)],
  ['GET', /^orders\/(\d+)\/notes$/, (shop, _request, id) => onOrder(shop, id, ({ notes }) => notes)],
  ['POST', /^orders\/(\d+)\/notes$/, addNote],
  ['GET', /^products$/, listProducts],
  ['GET', /^coupons$/, listCoupons],
  ['POST', /^coupons$/, createCoupon],
  ['GET', /^settings\/general\/woocommerce_currency$/, () => ({ body: { id: 'woocommerce_currency', value: 'EUR' } })],
  ['POST', /^webhooks\/batch$/, () => ({ body: {} })],
  ['GET', /^webhooks$/, (shop, request) => paged(shop.webhooks.map(webhookBody), request)],
  ['POST', /^webhooks$/, createWebhook],
  ['PUT', /^webhooks\/(\d+)$/, changeWebhook],
  ['DELETE', /^webhooks\/(\d+)$/, removeWebhook],
]

export function answerApi(shop: FakeWooShop, path: string, request: FakeRequest): FakeAnswer | Promise<FakeAnswer> {
  for (const [method, pattern, handler] of ROUTES) {
    const match = method === request.method ? pattern.exec(path) : null
    if (match) return handler(shop, request, ...match.slice(1))
  }
  return refusal(404, 'rest_no_route')
}

function paged(all: unknown[], { query }: FakeRequest): FakeAnswer {
  const perPage = Number(query.get('per_page') ?? 10)
  const page = Number(query.get('page') ?? 1)
  if (perPage > 100) return invalid('per_page')
  const headers = { 'x-wp-total': String(all.length), 'x-wp-totalpages': String(Math.ceil(all.length / perPage)) }
  return { headers, body: all.slice((page - 1) * perPage, page * perPage) }
}

function listOrders(shop: FakeWooShop, request: FakeRequest): FakeAnswer {
  const { query } = request
  const status = query.get('status') ?? 'any'
  const known = [...STATUSES, 'any', 'trash', ...(shop.hasBlocks ? ['checkout-draft'] : [])]
  if (!known.includes(status)) return invalid('status')
  const search = query.get('search')?.toLowerCase()
  const found = changedSince(shop.orders, query)
    .filter((order) => (status === 'any' ? order.status !== 'checkout-draft' : order.status === status))
    .map((order) => orderBody(order, shop.site))
    .filter((body) => !search || JSON.stringify([body.number, body.billing]).toLowerCase().includes(search))
  return paged(found, request)
}

function listProducts(shop: FakeWooShop, request: FakeRequest): FakeAnswer {
  const found = changedSince(shop.products, request.query)
  return paged(
    found.map((product) => productBody(product, shop.site)),
    request
  )
}

/** Without `dates_are_gmt` the time is taken for the shop's own, and an hour of changes is lost. */
function changedSince<T extends { updatedAt: number }>(all: T[], query: URLSearchParams): T[] {
  const after = query.get('modified_after')
  const offset = query.get('dates_are_gmt') === 'true' ? 0 : HOUR
  const since = after === null ? 0 : Date.parse(`${after}Z`) - offset
  const sorted = all.toSorted((a, b) => a.updatedAt - b.updatedAt)
  const found = sorted.filter(({ updatedAt }) => Math.floor(updatedAt / 1000) * 1000 > since)
  return query.get('order') === 'asc' ? found : found.toReversed()
}

function onOrder(
  shop: FakeWooShop,
  id: string | undefined,
  answer: (order: FakeWooShop['orders'][number]) => unknown
): FakeAnswer {
  const order = shop.orders.find((each) => String(each.id) === id)
  return order ? { body: answer(order) } : notThere('shop_order')
}

async function changeOrder(shop: FakeWooShop, { json }: FakeRequest, id: string): Promise<FakeAnswer> {
  const order = shop.orders.find((each) => String(each.id) === id)
  const status = String((json as Body).status ?? '')
  if (!order) return notThere('shop_order')
  if (!STATUSES.includes(status)) return invalid('status')
  await shop.setStatus(order, status)
  return { body: orderBody(order, shop.site) }
}

function addNote(shop: FakeWooShop, { json }: FakeRequest, id: string): FakeAnswer {
  const { note, customer_note: toCustomer = false } = json as { note?: string; customer_note?: boolean }
  if (!note) return refusal(400, 'rest_missing_callback_param', { params: ['note'] })
  return {
    status: 201,
    ...onOrder(shop, id, (order) => {
      const added = { id: shop.nextId(), note, customer_note: toCustomer }
      order.notes.push(added)
      return added
    }),
  }
}

function listCoupons(shop: FakeWooShop, { query }: FakeRequest): FakeAnswer {
  return { body: shop.coupons.filter(({ code }) => code === query.get('code')?.toLowerCase()) }
}

function createCoupon(shop: FakeWooShop, { json }: FakeRequest): FakeAnswer {
  const coupon = { ...(json as Body), id: shop.nextId(), code: String((json as Body).code).toLowerCase() }
  if (shop.coupons.some(({ code }) => code === coupon.code))
    return refusal(400, 'woocommerce_rest_coupon_code_already_exists')
  shop.coupons.push(coupon)
  return { status: 201, body: coupon }
}

async function createWebhook(shop: FakeWooShop, { json }: FakeRequest): Promise<FakeAnswer> {
  const given = json as Partial<FakeWooWebhook>
  if (!TOPIC.test(given.topic ?? '')) return refusal(400, 'woocommerce_rest_invalid_webhook_topic')
  if (!/^https?:\/\//.test(given.delivery_url ?? ''))
    return refusal(400, 'woocommerce_rest_webhook_invalid_delivery_url')
  const fresh = { id: shop.nextId(), failures: 0, status: 'active' as const, name: '', secret: '', ...given }
  const webhook = fresh as FakeWooWebhook
  shop.webhooks.push(webhook)
  await shop.ping(webhook)
  return { status: 201, body: webhookBody(webhook) }
}

function changeWebhook(shop: FakeWooShop, { json }: FakeRequest, id: string): FakeAnswer {
  const webhook = shop.webhooks.find((each) => String(each.id) === id)
  if (!webhook) return notThere('shop_webhook')
  return { body: webhookBody(Object.assign(webhook, json as Partial<FakeWooWebhook>)) }
}

function removeWebhook(shop: FakeWooShop, { query }: FakeRequest, id: string): FakeAnswer {
  const index = shop.webhooks.findIndex((each) => String(each.id) === id)
  if (index < 0) return notThere('shop_webhook')
  if (query.get('force') !== 'true') return refusal(501, 'woocommerce_rest_trash_not_supported')
  const [removed] = shop.webhooks.splice(index, 1)
  return { body: removed && webhookBody(removed) }
}
