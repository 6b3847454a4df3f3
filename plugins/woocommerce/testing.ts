import { readFileSync } from 'node:fs'
import { hmac } from '#sdk/index'
import { defineKit, type KitFixture } from '#sdk/testing/index'
import connector from './connector.ts'
import { webhookSecret } from './shop.ts'

const SHOP = 'https://emporio-aurora.example'
const PLACED = ['order.placed', 'order.updated', 'consent.granted']

// What each recorded delivery proves: an order says all it has been through, not only what its topic is called.
const FIXTURES: Record<string, string[]> = {
  'customer-created': ['customer.created'],
  'order-created-pending': PLACED,
  'order-updated-on-hold': PLACED,
  'order-updated-failed': PLACED,
  'order-updated-processing': [...PLACED, 'order.paid'],
  'order-updated-completed-with-tracking': [...PLACED, 'order.paid', 'order.completed', 'shipment.dispatched'],
  'order-updated-cancelled': [...PLACED, 'order.cancelled'],
  'order-updated-refunded': [...PLACED, 'order.paid', 'order.refunded'],
  'order-deleted': ['woocommerce.order_deleted'],
  'product-updated': ['product.updated'],
}

function recorded(name: string) {
  const file = new URL(`./fixtures/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as { headers: Record<string, string>; body: object; rawBody?: string }
}

const order = recorded('order-updated-refunded').body

const fixtures: KitFixture[] = [
  ...Object.entries(FIXTURES).map(([title, expects]) => ({ title, ...recorded(title), expects })),
  {
    title: 'draft of the block checkout',
    headers: recorded('order-created-pending').headers,
    body: { ...recorded('order-created-pending').body, status: 'checkout-draft' },
    expects: ['cart.updated', 'consent.granted'],
  },
  {
    title: 'order in the making in the admin',
    headers: recorded('order-created-pending').headers,
    body: { ...recorded('order-created-pending').body, status: 'auto-draft' },
    expects: [],
    ignored: 'order_not_placed',
  },
]

const ANSWERS: [RegExp, unknown][] = [
  [/\/orders\/\d+\/notes$/, { id: 281, note: 'Gift wrapped', customer_note: false }],
  [/\/orders\/\d+\/refunds$/, []],
  [/\/orders\/\d+$/, { id: 1287, status: 'completed' }],
  [/\/orders$/, [order]],
  [/\/products$/, [recorded('product-updated').body]],
  [/\/coupons$/, { id: 720, code: 'torna10' }],
  [/\/settings\/general\/woocommerce_currency$/, { id: 'woocommerce_currency', value: 'EUR' }],
  [/\/webhooks\/batch$/, {}],
]

/** Answers each path the connector knows, as a shop in good health would. */
function healthy(request: Request): Response {
  const url = new URL(request.url)
  if (url.searchParams.has('rest_route'))
    return Response.json({ name: 'Emporio Aurora', home: SHOP, namespaces: ['wp/v2', 'wc/v3'] })
  const [, answer] = ANSWERS.find(([path]) => path.test(url.pathname)) ?? [null, []]
  return Response.json(answer, { headers: { 'x-wp-total': '1', 'x-wp-totalpages': '1' } })
}

const refused = (status: number, code: string, data: object = {}) =>
  Response.json({ code, message: code, data: { status, ...data } }, { status })

export default defineKit({
  connector,
  credentials: {
    consumerKey: 'ck_canary_of_the_consumer_key',
    consumerSecret: 'cs_canary_of_the_consumer_secret',
  },
  settings: { url: SHOP, currency: 'EUR', consentField: '_hub_whatsapp_opt_in' },
  account: 'emporio-aurora.example',
  webhooks: {
    secret: null,
    fixtures,
    sign(request, { credentials }) {
      const signature = hmac('sha256', webhookSecret(credentials) ?? '', request.rawBody, 'base64')
      return { ...request, headers: { ...request.headers, 'x-wc-webhook-signature': signature } }
    },
  },
  vendor: {
    healthy,
    expiredToken: () => refused(401, 'woocommerce_rest_authentication_error'),
    rateLimited: () => new Response('Too Many Requests', { status: 429, headers: { 'retry-after': '30' } }),
    others: [
      {
        title: 'a server that takes the key out of the headers',
        answer: () => refused(401, 'woocommerce_rest_cannot_view'),
        code: 'E_INVALID_INPUT',
      },
      {
        title: 'a key whose owner may not manage the shop',
        answer: () => refused(403, 'woocommerce_rest_cannot_view'),
        code: 'E_PERMISSION_MISSING',
      },
      {
        title: 'a WordPress without WooCommerce',
        answer: () => refused(404, 'rest_no_route'),
        code: 'E_NOT_FOUND',
      },
      {
        title: 'a field that is not valid',
        answer: () => refused(400, 'rest_invalid_param', { params: { status: 'status is not one of' } }),
        code: 'E_INVALID_INPUT',
      },
      {
        title: 'a shop in maintenance',
        answer: () => new Response('<h1>Briefly unavailable</h1>', { status: 503, headers: { 'retry-after': '600' } }),
        code: 'E_TEMPORARY',
      },
    ],
  },
  commerce: {
    orderNumber: '#1287',
    recoveryUrl: `${SHOP}/checkout-link/?products=91%3A2`,
  },
  actions: {
    createDiscount: {
      inputs: [
        { code: 'TORNA10', kind: 'percentage', percentage: 10 },
        { code: 'MENO5', kind: 'amount', amount: { amount: 500, currency: 'EUR' }, usageLimit: 1 },
        { code: 'SPEDIZIONE', kind: 'free_shipping' },
      ],
      refused: [{ code: 'X' }, { code: 'TORNA10', kind: 'percentage' }, { code: 'A B C', kind: 'free_shipping' }],
    },
    addOrderNote: {
      inputs: [{ orderId: '1287', note: 'Gift wrapped' }],
      refused: [{}, { orderId: '#1287', note: 'Gift wrapped' }, { orderId: '1287', note: '' }],
    },
    changeOrderStatus: {
      inputs: [{ orderId: '1287', status: 'completed' }],
      refused: [{}, { orderId: '1287', status: 'Completed!' }, { orderId: '1287' }],
    },
  },
})
