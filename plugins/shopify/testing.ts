import { readFileSync } from 'node:fs'
import { asText, hmac, type Json } from '#sdk/index'
import { defineKit, type KitFixture } from '#sdk/testing/index'
import connector from './connector.ts'
import { ADMIN_VERSION, SCOPES } from './shop.ts'

const SHOP = 'bottega-lucente.myshopify.com'
const PLACED = ['order.placed']
const PAID = [...PLACED, 'order.paid']

// What each recorded delivery proves: an order says all it has been through, not only what its topic is called.
const FIXTURES: Record<string, string[]> = {
  'checkouts-create': ['cart.updated'],
  'checkouts-update-abandoned': ['cart.updated'],
  'checkouts-update-completed': ['cart.updated'],
  'orders-create': [...PLACED, 'order.updated'],
  'orders-paid': [...PAID, 'order.updated'],
  'orders-cancelled': [...PLACED, 'order.cancelled', 'order.updated'],
  'orders-fulfilled': [...PAID, 'order.completed', 'order.updated', 'shipment.dispatched'],
  'refunds-create': ['order.refunded'],
  'fulfillments-create': ['shipment.dispatched'],
  'fulfillments-update': ['shipment.dispatched'],
  'fulfillment-events-create-in-transit': ['shipment.in_transit'],
  'fulfillment-events-create-out-for-delivery': ['shipment.out_for_delivery'],
  'fulfillment-events-create-delivered': ['shipment.delivered'],
  'customers-create': ['customer.created'],
  'customers-marketing-consent-update': ['consent.granted'],
  'customers-marketing-consent-unsubscribed': ['consent.withdrawn'],
  'customers-data-request': ['customer.data_requested'],
  'customers-redact': ['customer.erasure_requested'],
  'products-update': ['product.updated'],
  'app-uninstalled': ['connection.revoked'],
  'shop-redact': ['shopify.shop_redact'],
}

function recorded(name: string) {
  const file = new URL(`./fixtures/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as { headers: Record<string, string>; body: object }
}

const fixtures: KitFixture[] = [
  ...Object.entries(FIXTURES).map(([title, expects]) => ({ title, ...recorded(title), expects })),
  {
    title: 'inventory-levels-update',
    ...recorded('inventory-levels-update'),
    expects: [],
    ignored: 'topic_not_wanted',
  },
]

const TOKEN_PATH = '/admin/oauth/access_token'

/** Answers each operation the connector knows by its name, as a shop in good health would. */
async function healthy(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname.endsWith('/orders.json')) return Response.json({ orders: [recorded('orders-paid').body] })
  if (pathname.endsWith('/checkouts.json'))
    return Response.json({ checkouts: [recorded('checkouts-update-abandoned').body] })
  if (pathname === TOKEN_PATH) {
    return Response.json({
      access_token: 'shpua_issued_for_the_contract',
      scope: SCOPES.join(','),
      expires_in: 86399,
    })
  }
  const { query } = (await request.json()) as { query: string }
  const operation = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? ''
  return Response.json({ data: ANSWERS[operation] ?? {} }, { headers: { 'x-shopify-api-version': ADMIN_VERSION } })
}

const ANSWERS: Record<string, Json> = {
  WhoAmI: {
    shop: { name: 'Bottega Lucente', myshopifyDomain: SHOP },
    currentAppInstallation: { accessScopes: SCOPES.map((handle) => ({ handle })) },
  },
  RecentOrders: { orders: { nodes: [{ id: 'gid://shopify/Order/1', email: 'giulia.ferraro@example.com' }] } },
  Products: {
    products: {
      nodes: [
        {
          id: 'gid://shopify/Product/8801122334455',
          title: 'Maglione in lana merino',
          status: 'ACTIVE',
          priceRangeV2: { minVariantPrice: { amount: '40.0', currencyCode: 'EUR' } },
        },
      ],
      pageInfo: { hasNextPage: false },
    },
  },
  FindOrders: {
    orders: {
      nodes: [
        {
          id: 'gid://shopify/Order/6120000000001',
          name: '#1042',
          createdAt: '2026-11-20T09:31:00Z',
          totalPriceSet: { shopMoney: { amount: '86.9', currencyCode: 'EUR' } },
        },
      ],
    },
  },
  AddTags: { tagsAdd: { userErrors: [] } },
  CreateCode: {
    discountCodeBasicCreate: { codeDiscountNode: { id: 'gid://shopify/DiscountCodeNode/1' }, userErrors: [] },
  },
  CreateShippingCode: { discountCodeFreeShippingCreate: { userErrors: [] } },
}

const graphqlError = (code: string, extensions: Json = {}) =>
  Response.json({ errors: [{ message: code, extensions: { code, ...extensions } }] })

export default defineKit({
  connector,
  credentials: { clientId: 'staffetta-contract-app', clientSecret: 'shpss_canary_of_the_client_secret' },
  settings: { shop: SHOP },
  account: SHOP,
  webhooks: {
    secret: null,
    fixtures,
    sign(request, { secret, credentials }) {
      const key = asText(credentials.clientSecret) ?? secret ?? ''
      const signature = hmac('sha256', key, request.rawBody, 'base64')
      return { ...request, headers: { ...request.headers, 'x-shopify-hmac-sha256': signature } }
    },
  },
  vendor: {
    healthy,
    failsAt: (request) => new URL(request.url).pathname !== TOKEN_PATH,
    expiredToken: () => Response.json({ errors: '[API] Invalid API key or access token' }, { status: 401 }),
    rateLimited: () => new Response('{}', { status: 429, headers: { 'retry-after': '2.0' } }),
    others: [
      { title: 'a missing scope', answer: () => graphqlError('ACCESS_DENIED'), code: 'E_PERMISSION_MISSING' },
      {
        title: 'a frozen shop',
        answer: () => new Response('{}', { status: 402 }),
        code: 'E_PERMISSION_MISSING',
      },
      {
        title: 'a shop that is gone',
        answer: () => new Response('{}', { status: 404 }),
        code: 'E_NOT_FOUND',
      },
      {
        title: 'a query that costs more than is left',
        answer: () =>
          graphqlError('THROTTLED', {
            cost: {
              requestedQueryCost: 52,
              throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 2, restoreRate: 100 },
            },
          }),
        code: 'E_RATE_LIMITED',
      },
    ],
  },
  reconcile: { vendor: healthy, finds: ['orders-paid', 'checkouts-update-abandoned'] },
  commerce: {
    orderNumber: '#1042',
    recoveryUrl: `https://${SHOP}/recover?key=4d2611184b1946ac&locale=it-IT`,
  },
  actions: {
    addCustomerTags: {
      inputs: [{ customerId: '7113355779911', tags: ['whatsapp', 'vip'] }],
      refused: [{}, { customerId: 'gid://shopify/Customer/1', tags: ['vip'] }, { customerId: '1', tags: [] }],
    },
    createDiscount: {
      inputs: [
        { code: 'TORNA10', kind: 'percentage', percentage: 10 },
        { code: 'MENO5', kind: 'amount', amount: { amount: 500, currency: 'EUR' }, usageLimit: 1 },
        { code: 'SPEDIZIONE', kind: 'free_shipping' },
      ],
      refused: [{ code: 'X' }, { code: 'TORNA10', kind: 'percentage' }, { code: 'A B C', kind: 'free_shipping' }],
    },
  },
})
