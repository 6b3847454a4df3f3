import { FakeServer, type FakeAnswer, type FakeRequest } from './server.ts'
import { answerApi, refusal } from './woocommerce_api.ts'
import { FakeWooShop } from './woocommerce_shop.ts'
import type { FakeWooKey } from './woocommerce_state.ts'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE']
const API = /^\/wc\/v3\/(.+)$/

/** Any number of WooCommerce shops, told apart by the host the caller meant. */
export class FakeWooCommerce extends FakeServer {
  readonly shops = new Map<string, FakeWooShop>()
  readonly #now: () => number

  constructor({ now = Date.now }: { now?: () => number } = {}) {
    super()
    this.#now = now
    for (const method of METHODS) {
      this.route(method, '/wp-json/*', (request) => this.#rest(request, request.path.replace('/wp-json', ''), true))
      this.route(method, '/', (request) => this.#rest(request, request.query.get('rest_route') ?? '', false))
    }
    this.route('GET', '/wc-auth/v1/authorize', (request) => this.#authorize(request))
  }

  /** The hosts this server stands in for, for the HTTP client that leads callers here. */
  get origins(): Record<string, string> {
    return Object.fromEntries([...this.shops.values()].map(({ site }) => [site, this.origin]))
  }

  addShop(host = 'emporio-aurora.example'): FakeWooShop {
    const shop = new FakeWooShop(`https://${host}`, this.faults, this.#now)
    this.shops.set(host, shop)
    return shop
  }

  // A firewall in front of the shop counts the calls, not WooCommerce.
  protected override rateLimited(retryAfterSeconds: number): FakeAnswer {
    const headers = { 'retry-after': String(retryAfterSeconds), 'content-type': 'text/html' }
    return { status: 429, headers, body: '<html><body>Too many requests</body></html>' }
  }

  protected override failure(status: number, body: unknown): FakeAnswer {
    return { status, body: body ?? '<p>There has been a critical error on this website.</p>' }
  }

  #rest(request: FakeRequest, path: string, pretty: boolean): FakeAnswer | Promise<FakeAnswer> {
    const shop = this.shops.get(request.host)
    if (!shop || path === '' || (pretty && shop.plainAddresses))
      return { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not Found</h1>' }
    if (path === '/') return { body: { name: shop.name, home: shop.site, namespaces: ['wp/v2', 'wc/v3'] } }
    const route = API.exec(path)?.[1]
    if (!route) return refusal(404, 'rest_no_route')
    return refusedKey(shop, request) ?? answerApi(shop, route, request)
  }

  /** The page where somebody who is signed in to the shop presses "Approve"; here they always do. */
  async #authorize({ query, host }: FakeRequest): Promise<FakeAnswer> {
    const shop = this.shops.get(host) ?? [...this.shops.values()][0]
    const returnUrl = await this.approve(shop!, query)
    return returnUrl === null ? { status: 401, body: 'Error' } : { status: 302, headers: { location: returnUrl } }
  }

  /**
   * "Approve" on the shop's page, or "No thanks": a key is made and posted, and thrown away again unless exactly 200 is
   * answered. Answers where the browser is then led, or null where the shop shows its error page.
   */
  async approve(shop: FakeWooShop, query: URLSearchParams, { yes = true }: { yes?: boolean } = {}) {
    const field = (name: string) => query.get(name) ?? ''
    for (const name of ['app_name', 'user_id', 'return_url', 'callback_url', 'scope']) if (!field(name)) return null
    if (!['read', 'write', 'read_write'].includes(field('scope'))) return null
    const callback = new URL(field('callback_url'))
    if (callback.protocol !== 'https:' && callback.hostname !== '127.0.0.1') return null
    const back = (success: string) => {
      const url = new URL(field('return_url'))
      url.searchParams.set('success', success)
      url.searchParams.set('user_id', field('user_id'))
      return url.href
    }
    if (!yes) return back('0')

    const key = shop.issueKey(field('scope') as FakeWooKey['permissions'])
    const body = {
      key_id: key.id,
      user_id: field('user_id'),
      consumer_key: key.consumerKey,
      consumer_secret: key.consumerSecret,
      key_permissions: field('scope'),
    }
    const headers = { 'content-type': 'application/json;charset=utf-8', 'user-agent': 'WordPress/6.9' }
    const answer = await fetch(callback, { method: 'POST', headers, body: JSON.stringify(body) })
    if (answer.status === 200) return back('1')
    shop.keys.delete(key.consumerKey)
    return null
  }
}

/** The key as a header or in the address; nobody may do anything without one. */
function refusedKey(shop: FakeWooShop, { method, headers, query }: FakeRequest): FakeAnswer | null {
  const basic = shop.stripsAuthorization ? '' : (/^Basic (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '')
  const [fromHeader, headerSecret] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  const given = query.get('consumer_key') ?? fromHeader
  if (!given) return refusal(401, `woocommerce_rest_cannot_${method === 'GET' ? 'view' : 'create'}`)
  const key = shop.keys.get(given)
  const secret = query.get('consumer_secret') ?? headerSecret
  const allowed = method === 'GET' ? ['read', 'read_write'] : ['write', 'read_write']
  if (!key || key.secret !== secret || !allowed.includes(key.permissions))
    return refusal(401, 'woocommerce_rest_authentication_error')
  return null
}
