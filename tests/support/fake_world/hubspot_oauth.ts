import { randomBytes } from 'node:crypto'
import { SCOPES } from './hubspot.ts'
import type { FakeHubSpot } from './hubspot.ts'
import type { FakePortal } from './hubspot_portal.ts'
import type { FakeAnswer } from './server.ts'

export interface FakeHubSpotApp {
  clientId: string
  clientSecret: string
  redirectUri: string
}

/** HubSpot's token endpoint for one app: codes for portals, refresh tokens that stay, access tokens of half an hour. */
export class FakeHubSpotOAuth {
  readonly #hubspot: FakeHubSpot
  readonly #app: FakeHubSpotApp
  readonly #codes = new Map<string, FakePortal>()
  readonly #refresh = new Map<string, FakePortal>()
  refreshes = 0

  constructor(hubspot: FakeHubSpot, app: FakeHubSpotApp) {
    this.#hubspot = hubspot
    this.#app = app
    hubspot.route('POST', '/oauth/v1/token', ({ form }) => this.#token(form))
    hubspot.route('GET', '/oauth/v1/access-tokens/:token', ({ params }) => this.#details(params.token ?? ''))
  }

  /** Somebody of the portal says yes at this address: where their browser is sent. */
  consent(url: string, portal: FakePortal): URL {
    const { searchParams } = new URL(url)
    const { clientId, redirectUri } = this.#app
    const asked = searchParams.get('scope')?.split(' ') ?? []
    if (searchParams.get('client_id') !== clientId || searchParams.get('redirect_uri') !== redirectUri)
      throw new Error('HubSpot shows a page of its own: the app or its redirect is wrong')
    if (SCOPES.some((scope) => !asked.includes(scope))) throw new Error('The app asks for other scopes than it has')
    const code = randomBytes(16).toString('hex')
    this.#codes.set(code, portal)
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('state', searchParams.get('state') ?? '')
    return back
  }

  #token(form: URLSearchParams): FakeAnswer {
    const { clientId, clientSecret, redirectUri } = this.#app
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret)
      return refused('BAD_CLIENT_ID')
    if (form.get('grant_type') === 'refresh_token') {
      const token = form.get('refresh_token') ?? ''
      const portal = this.#refresh.get(token)
      if (!portal) return refused('BAD_REFRESH_TOKEN')
      this.refreshes++
      return this.#issue(portal, token)
    }
    const portal = this.#codes.get(form.get('code') ?? '')
    this.#codes.delete(form.get('code') ?? '')
    if (!portal || form.get('redirect_uri') !== redirectUri) return refused('BAD_AUTH_CODE')
    const refresh = `na1-${randomBytes(16).toString('hex')}`
    this.#refresh.set(refresh, portal)
    return this.#issue(portal, refresh)
  }

  #issue(portal: FakePortal, refresh_token: string): FakeAnswer {
    const access_token = `CM${randomBytes(20).toString('base64url')}`
    this.#hubspot.tokens.set(access_token, { portal, scopes: SCOPES })
    return { body: { token_type: 'bearer', access_token, refresh_token, expires_in: 1800 } }
  }

  #details(token: string): FakeAnswer {
    const known = this.#hubspot.tokens.get(decodeURIComponent(token))
    if (!known) return { status: 404, body: { status: 'error', category: 'OBJECT_NOT_FOUND' } }
    return { body: { token, hub_id: known.portal.id, app_id: 9_911_223, scopes: known.scopes } }
  }
}

const refused = (status: string): FakeAnswer => ({
  status: 400,
  body: { status, message: 'not possible', error: 'invalid_grant', error_description: 'not possible' },
})
