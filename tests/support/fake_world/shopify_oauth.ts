import { createHmac, randomBytes } from 'node:crypto'
import type { FakeAnswer, FakeRequest } from './server.ts'
import type { FakeShop } from './shopify_shop.ts'

const HOUR = 3600
const DAY = 86_400

/** One shop's yes to its app. The refresh token before the last works until the last one is used. */
export interface FakeGrant {
  current: string
  previous: string | null
  endsAt: number
}

interface Code {
  shop: FakeShop
  redirectUri: string
}

/** Shopify's authorize page and token endpoint, for shops told apart by the host that was meant. */
export class FakeShopifyOAuth {
  readonly #codes = new Map<string, Code>()
  readonly #shops: Map<string, FakeShop>
  refreshes = 0

  constructor(shops: Map<string, FakeShop>) {
    this.#shops = shops
  }

  /**
   * The owner of the shop installs the app on the page at this address: where their browser is sent. What Shopify says on
   * a page of its own, such as a redirect the app does not have, is thrown.
   */
  install(url: string, shop: FakeShop): URL {
    const { pathname, searchParams } = new URL(url)
    const complaint = pathname === '/admin/oauth/authorize' ? complaintOf(searchParams, shop) : 'there is no such page'
    if (complaint) throw new Error(`Shopify shows a page of its own: ${complaint}`)
    const redirectUri = searchParams.get('redirect_uri') ?? ''
    const code = randomBytes(16).toString('hex')
    this.#codes.set(code, { shop, redirectUri })
    shop.scopes = (searchParams.get('scope') ?? '').split(',')
    return this.signedBack(new URL(redirectUri), shop, { code, state: searchParams.get('state') ?? '' })
  }

  /** The way back as Shopify signs it: hex, over the other fields in the order of their names. */
  signedBack(back: URL, shop: FakeShop, { code, state }: { code: string; state: string }, at = Date.now()): URL {
    const host = Buffer.from(`admin.shopify.com/store/${shop.domain.split('.')[0]}`).toString('base64')
    const fields = { code, host, shop: shop.domain, state, timestamp: String(Math.floor(at / 1000)) }
    const hmac = createHmac('sha256', shop.clientSecret)
      .update(String(new URLSearchParams(fields)))
      .digest('hex')
    for (const [name, value] of Object.entries({ ...fields, hmac })) back.searchParams.set(name, value)
    return back
  }

  token(request: FakeRequest): FakeAnswer {
    const shop = this.#shops.get(request.host)
    if (!shop) return { status: 404, body: { errors: 'Not Found' } }
    const field = (name: string) =>
      request.form.get(name) ?? (request.json as Record<string, string> | undefined)?.[name] ?? ''
    if (field('client_id') !== shop.clientId || field('client_secret') !== shop.clientSecret)
      return unwilling('invalid_client', 'Client authentication failed')
    if (field('grant_type') === 'client_credentials') return this.#ownShop(shop)
    if (field('grant_type') === 'refresh_token') return this.#refresh(shop, field('refresh_token'))
    return this.#exchange(shop, { code: field('code'), redirectUri: field('redirect_uri') }, field('expiring') === '1')
  }

  // Client credentials are for an app and a shop of the same organization.
  #ownShop(shop: FakeShop): FakeAnswer {
    if (shop.ofAnotherOrganization) return unwilling('shop_not_permitted', 'Client credentials cannot be performed')
    return { body: { ...issued(shop, DAY - 1), scope: shop.scopes.join(','), expires_in: DAY - 1 } }
  }

  #exchange(shop: FakeShop, given: { code: string; redirectUri: string }, expiring: boolean): FakeAnswer {
    const known = this.#codes.get(given.code)
    this.#codes.delete(given.code)
    if (known?.shop !== shop || (given.redirectUri !== '' && given.redirectUri !== known.redirectUri))
      return unwilling('invalid_request', 'The authorization code was not found or was already used')
    if (!expiring) return { body: { ...issued(shop, 10_000 * DAY), scope: shop.scopes.join(',') } }
    shop.grant = { current: newRefresh(), previous: null, endsAt: Date.now() + 90 * DAY * 1000 }
    return answer(shop, shop.grant)
  }

  #refresh(shop: FakeShop, token: string): FakeAnswer {
    const { grant } = shop
    const good = grant && grant.endsAt > Date.now() && (token === grant.current || token === grant.previous)
    if (!grant || !good) return unwilling('invalid_request', 'This request requires an active refresh_token')
    this.refreshes++
    Object.assign(grant, { previous: token, current: newRefresh(), endsAt: Date.now() + 90 * DAY * 1000 })
    return answer(shop, grant)
  }
}

const newRefresh = () => `shprt_${randomBytes(16).toString('hex')}`

const answer = (shop: FakeShop, { current }: FakeGrant): FakeAnswer => ({
  body: {
    ...issued(shop, HOUR),
    scope: shop.scopes.join(','),
    expires_in: HOUR,
    refresh_token: current,
    refresh_token_expires_in: 90 * DAY,
  },
})

function issued(shop: FakeShop, seconds: number): { access_token: string } {
  const token = `shpua_${randomBytes(16).toString('hex')}`
  shop.tokens.set(token, Date.now() + seconds * 1000)
  return { access_token: token }
}

function complaintOf(query: URLSearchParams, shop: FakeShop): string | null {
  const { clientId, redirectUris, knownScopes } = shop
  if (query.get('client_id') !== clientId) return 'Oauth error invalid_request: Could not find Shopify API application'
  if (!redirectUris.includes(query.get('redirect_uri') ?? ''))
    return 'Oauth error invalid_request: The redirect_uri is not whitelisted'
  const unknown = (query.get('scope') ?? '').split(',').find((scope) => !knownScopes.includes(scope))
  if (unknown !== undefined) return `Oauth error invalid_scope: The scope ${unknown} is not valid`
  if (!query.get('state')) return 'the app sent no state'
  return query.has('grant_options[]') ? 'the app asks for an online token' : null
}

const unwilling = (error: string, error_description: string): FakeAnswer => ({
  status: 400,
  body: { error, error_description },
})
