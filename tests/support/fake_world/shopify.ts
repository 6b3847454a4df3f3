import { FakeServer, type FakeAnswer, type FakeRequest } from './server.ts'
import { checkoutBody, orderBody } from './shopify_bodies.ts'
import { answerGraphql, throttled } from './shopify_graphql.ts'
import { FakeShopifyOAuth } from './shopify_oauth.ts'
import { FakeShop } from './shopify_shop.ts'

/** Shopify's Admin API for any number of shops, told apart by the host the caller meant. */
export class FakeShopify extends FakeServer {
  readonly shops = new Map<string, FakeShop>()
  readonly oauth = new FakeShopifyOAuth(this.shops)

  constructor() {
    super()
    this.route('POST', '/admin/oauth/access_token', (request) => this.oauth.token(request))
    this.route('POST', '/admin/api/:version/graphql.json', (request) => this.#authorized(request, graphql))
    this.route('GET', '/admin/api/:version/orders.json', (request) => this.#authorized(request, listOrders))
    this.route('GET', '/admin/api/:version/checkouts.json', (request) => this.#authorized(request, listCheckouts))
  }

  /** The hosts this server stands in for, for the HTTP client that leads callers here. */
  get origins(): Record<string, string> {
    return { 'https://*.myshopify.com': this.origin }
  }

  addShop(domain = 'bottega-lucente.myshopify.com', options: ConstructorParameters<typeof FakeShop>[2] = {}): FakeShop {
    const shop = new FakeShop(domain, this.faults, options)
    this.shops.set(domain, shop)
    return shop
  }

  // GraphQL says "too fast" inside a 200, REST by status.
  protected override rateLimited(retryAfterSeconds: number, request: FakeRequest): FakeAnswer {
    if (request.path.endsWith('graphql.json')) return { body: throttled(retryAfterSeconds) }
    const headers = { 'retry-after': retryAfterSeconds.toFixed(1) }
    return { status: 429, headers, body: { errors: 'Exceeded 2 calls per second for api client.' } }
  }

  #authorized(request: FakeRequest, answer: (shop: FakeShop, request: FakeRequest) => FakeAnswer): FakeAnswer {
    const shop = this.shops.get(request.host)
    if (!shop) return { status: 404, body: { errors: 'Not Found' } }
    const ends = shop.tokens.get(request.headers['x-shopify-access-token'] ?? '') ?? 0
    if (ends < Date.now()) {
      return {
        status: 401,
        body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
      }
    }
    const version = request.params.version ?? ''
    if (!/^\d{4}-(01|04|07|10)$/.test(version)) return { status: 404, body: { errors: 'Not Found' } }
    const { headers, ...rest } = answer(shop, request)
    return { ...rest, headers: { ...headers, 'x-shopify-api-version': shop.servesVersion ?? version } }
  }
}

function graphql(shop: FakeShop, request: FakeRequest): FakeAnswer {
  const { query, variables } = (request.json ?? {}) as { query?: string; variables?: Record<string, unknown> }
  if (!query) return { status: 400, body: { errors: { query: 'Required parameter missing or invalid' } } }
  return { body: answerGraphql(shop, query, variables ?? {}) }
}

function listOrders(shop: FakeShop, request: FakeRequest): FakeAnswer {
  return listed('orders', changedSince(shop.orders, request), request, (order) =>
    orderBody(order, shop.withholdsPersonalData)
  )
}

function listCheckouts(shop: FakeShop, request: FakeRequest): FakeAnswer {
  if (shop.refusesCheckouts) return { status: 403, body: { errors: 'This action requires merchant approval.' } }
  const open = shop.checkouts.filter((checkout) => checkout.completedAt === null)
  return listed('checkouts', changedSince(open, request), request, (checkout) =>
    checkoutBody(checkout, shop.withholdsPersonalData)
  )
}

function changedSince<T extends { updatedAt: number }>(all: T[], { query }: FakeRequest): T[] {
  const cursor = query.get('page_info')
  const since = Date.parse(cursor ? (cursor.split('_')[0] ?? '') : (query.get('updated_at_min') ?? ''))
  return all.filter((each) => !(each.updatedAt < since)).toSorted((a, b) => a.updatedAt - b.updatedAt)
}

// Shopify's cursor is opaque; this one holds the first page's filter and how many were shown.
function listed<T>(name: string, all: T[], { query, host, path }: FakeRequest, body: (each: T) => object): FakeAnswer {
  const limit = Number(query.get('limit') ?? 50)
  const [since = query.get('updated_at_min') ?? '1970-01-01T00:00:00Z', shown = '0'] =
    query.get('page_info')?.split('_') ?? []
  const from = Number(shown)
  const items = all.slice(from, from + limit).map(body)
  const next = `<https://${host}${path}?limit=${limit}&page_info=${encodeURIComponent(`${since}_${from + limit}`)}>; rel="next"`
  return { headers: from + limit < all.length ? { link: next } : {}, body: { [name]: items } }
}
