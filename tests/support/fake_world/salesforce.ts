import { createHash, createPublicKey, createVerify, randomBytes } from 'node:crypto'
import { FakeOrg } from './salesforce_org.ts'
import type { Complaint, FakeObject } from './salesforce_org.ts'
import { BadQuery, run } from './salesforce_soql.ts'
import { FakeServer, type FakeAnswer, type FakeRequest } from './server.ts'

export const OUR_USER = '0055g00000WXYZAAA4'
const INSTANCE = 'bottega.my.salesforce.com'

/** An External Client App of the org. */
export interface FakeApp {
  clientId: string
  clientSecret: string
  redirectUri: string
  /** Each refresh gives a new refresh token, and the used one ends the whole grant if it comes again. */
  rotates?: boolean
  /** PEM of the certificate's public key, for JWT bearer. */
  publicKey?: string
  username?: string
}

interface Code {
  challenge: string
  redirectUri: string
  scope: string
}

/** Salesforce's login and REST API for one org, over real HTTP. */
export class FakeSalesforce extends FakeServer {
  readonly org: FakeOrg
  readonly app: FakeApp
  /** Access tokens that are good now. */
  readonly access = new Set<string>()
  /** Refresh tokens that are good now. */
  readonly refresh = new Set<string>()
  readonly #used = new Set<string>()
  readonly #codes = new Map<string, Code>()
  /** Scopes granted, where they differ from those asked for. */
  grants: string | null = null
  refreshes = 0
  usedApiCalls = 10_018
  /** The host that token answers name. */
  instanceUrl = `https://${INSTANCE}`

  constructor(app: FakeApp, now: () => number = Date.now) {
    super()
    this.app = app
    this.org = new FakeOrg(now)
    this.route('GET', '/services/oauth2/authorize', (request) => this.#authorize(request))
    this.route('POST', '/services/oauth2/token', (request) => this.#token(request))
    this.route('POST', '/services/oauth2/revoke', ({ form }) => this.#revoke(form.get('token') ?? ''))
    const on = (method: string, path: string, answer: (request: FakeRequest) => FakeAnswer) =>
      this.route(method, `/services/data/:version${path}`, (request) => this.#authorized(request, answer))
    on('GET', '/query', (request) => this.#query(request))
    on('GET', '/sobjects/:object/describe', ({ params }) => ({
      body: this.org.description(params.object as FakeObject),
    }))
    on('POST', '/sobjects/:object', (request) => this.#create(request))
    on('PATCH', '/sobjects/:object/:id', (request) => this.#update(request))
    on('PATCH', '/sobjects/:object/:key/:value', (request) => this.#upsert(request))
  }

  get origins(): Record<string, string> {
    return { 'https://*.salesforce.com': this.origin }
  }

  /** Somebody looks at the consent page at this address and says yes or no: where their browser is sent. */
  async consent(url: string, says: 'yes' | 'no' = 'yes'): Promise<URL> {
    const answer = await fetch(`${url}&x-fake-answer=${says}`, { redirect: 'manual' })
    const location = answer.headers.get('location')
    if (!location) throw new Error(`Salesforce shows a page of its own: ${await answer.text()}`)
    return new URL(location)
  }

  /** An admin ends our access. */
  revokeAll(): void {
    this.access.clear()
    this.refresh.clear()
  }

  protected override rateLimited(): FakeAnswer {
    return refused(403, { errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' })
  }

  #authorize({ query }: FakeRequest): FakeAnswer {
    const redirectUri = query.get('redirect_uri') ?? ''
    // A wrong client or redirect is told on Salesforce's own page: sending somebody there would be the leak.
    if (query.get('client_id') !== this.app.clientId) return { status: 400, body: 'error=invalid_client_id' }
    if (redirectUri !== this.app.redirectUri) return { status: 400, body: 'error=redirect_uri_mismatch' }
    const back = new URL(redirectUri)
    back.searchParams.set('state', query.get('state') ?? '')
    const challenge = query.get('code_challenge') ?? ''
    if (
      query.get('response_type') !== 'code' ||
      query.get('code_challenge_method') !== 'S256' ||
      challenge.length !== 43
    ) {
      back.searchParams.set('error', 'invalid_request')
    } else if (query.get('x-fake-answer') === 'no') {
      back.searchParams.set('error', 'access_denied')
      back.searchParams.set('error_description', 'end-user denied authorization')
    } else {
      const code = `aPrx${randomBytes(24).toString('base64url')}`
      this.#codes.set(code, { challenge, redirectUri, scope: query.get('scope') ?? '' })
      back.searchParams.set('code', code)
    }
    return { status: 302, headers: { location: back.href }, body: '' }
  }

  #token(request: FakeRequest): FakeAnswer {
    const { form } = request
    const grant = form.get('grant_type') ?? ''
    if (!request.headers['content-type']?.includes('x-www-form-urlencoded')) return unwilling('invalid_request')
    if (grant === JWT_BEARER) return this.#assertion(form.get('assertion') ?? '')
    if (form.get('client_id') !== this.app.clientId) return unwilling('invalid_client_id')
    if (form.get('client_secret') !== this.app.clientSecret) return unwilling('invalid_client')
    if (grant === 'authorization_code') return this.#exchange(form)
    if (grant === 'refresh_token') return this.#refresh(form.get('refresh_token') ?? '')
    if (grant === 'client_credentials')
      return request.host.startsWith('login.') ? unwilling('invalid_grant') : this.#issue()
    return unwilling('unsupported_grant_type')
  }

  #exchange(form: URLSearchParams): FakeAnswer {
    const code = form.get('code') ?? ''
    const given = this.#codes.get(code)
    this.#codes.delete(code)
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!given || form.get('redirect_uri') !== given.redirectUri || proof !== given.challenge)
      return unwilling('invalid_grant')
    return this.#issue({ refresh_token: this.#newRefresh(), scope: this.grants ?? given.scope })
  }

  #refresh(token: string): FakeAnswer {
    if (this.#used.has(token)) this.revokeAll()
    if (!this.refresh.has(token)) return unwilling('invalid_grant', 'expired access/refresh token')
    this.refreshes++
    if (!this.app.rotates) return this.#issue()
    this.refresh.delete(token)
    this.#used.add(token)
    return this.#issue({ refresh_token: this.#newRefresh() })
  }

  #assertion(assertion: string): FakeAnswer {
    const [head = '', body = '', signature = ''] = assertion.split('.')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString() || '{}') as Record<string, unknown>
    const key = this.app.publicKey && createPublicKey(this.app.publicKey)
    const signed = key && createVerify('RSA-SHA256').update(`${head}.${body}`).verify(key, signature, 'base64url')
    const life = Number(claims.exp) - Date.now() / 1000
    const good = claims.iss === this.app.clientId && claims.sub === this.app.username && life > 0 && life <= 300
    return signed && good && claims.aud === 'https://login.salesforce.com' ? this.#issue() : unwilling('invalid_grant')
  }

  #issue(more: Record<string, string> = {}): FakeAnswer {
    const accessToken = `00D5g000004ABCD!${randomBytes(30).toString('base64url')}`
    this.access.add(accessToken)
    return {
      body: {
        access_token: accessToken,
        instance_url: this.instanceUrl,
        id: `https://login.salesforce.com/id/${this.org.id}/${OUR_USER}`,
        token_type: 'Bearer',
        issued_at: String(Date.now()),
        signature: randomBytes(16).toString('base64'),
        ...more,
      },
    }
  }

  #newRefresh(): string {
    const token = `5Aep861${randomBytes(30).toString('base64url')}`
    this.refresh.add(token)
    return token
  }

  #revoke(token: string): FakeAnswer {
    const known = this.refresh.delete(token) || this.access.delete(token)
    if (known) this.access.clear()
    return known ? { status: 200, body: '' } : unwilling('invalid_token')
  }

  #authorized(request: FakeRequest, answer: (request: FakeRequest) => FakeAnswer): FakeAnswer {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    if (request.host !== new URL(this.instanceUrl).host || !this.access.has(token))
      return refused(401, { errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' })
    if (!/^v(6[6-9]|[7-9]\d)\.0$/.test(request.params.version ?? ''))
      return refused(404, { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' })
    const { headers, ...rest } = answer(request)
    return { ...rest, headers: { ...headers, 'sforce-limit-info': `api-usage=${++this.usedApiCalls}/100000` } }
  }

  #query({ query }: FakeRequest): FakeAnswer {
    try {
      const found = run(this.org, query.get('q') ?? '')
      if (typeof found === 'number') return { body: { totalSize: found, done: true, records: [] } }
      return { body: { totalSize: found.length, done: true, records: found } }
    } catch (error) {
      if (!(error instanceof BadQuery)) throw error
      return refused(400, { errorCode: error.message, message: 'The query cannot be understood' })
    }
  }

  #create({ params, json }: FakeRequest): FakeAnswer {
    const object = params.object as FakeObject
    const complaint = this.org.complaint(object, json as Record<string, unknown>, true)
    if (complaint) return refused(400, complaint)
    const { Id } = this.org.make(object, json as Record<string, unknown>, OUR_USER)
    return { status: 201, body: { id: Id, success: true, errors: [] } }
  }

  #update({ params, json }: FakeRequest): FakeAnswer {
    const object = params.object as FakeObject
    const record = this.org.find(object, params.id ?? '')
    if (!record) return refused(404, { errorCode: 'NOT_FOUND', message: 'Provided external ID field does not exist' })
    const complaint = this.org.complaint(object, json as Record<string, unknown>, false)
    if (complaint) return refused(400, complaint)
    this.org.change(record, json as Record<string, unknown>, OUR_USER)
    return { status: 204 }
  }

  #upsert({ params, json }: FakeRequest): FakeAnswer {
    const object = params.object as FakeObject
    const { key = '', value = '' } = params
    if (!this.org.fields[object].some(({ name, externalId }) => name === key && externalId))
      return refused(404, { errorCode: 'NOT_FOUND', message: 'Provided external ID field does not exist' })
    const meant = decodeURIComponent(value)
    const found = this.org.of(object).filter((record) => record[key] === meant)
    if (found.length > 1)
      return { status: 300, body: found.map(({ Id }) => `/services/data/v66.0/sobjects/${object}/${Id}`) }
    const complaint = this.org.complaint(object, json as Record<string, unknown>, found.length === 0)
    if (complaint) return refused(400, complaint)
    const [known] = found
    if (known) this.org.change(known, json as Record<string, unknown>, OUR_USER)
    const record = known ?? this.org.make(object, { ...(json as object), [key]: meant }, OUR_USER)
    return { status: known ? 200 : 201, body: { id: record.Id, success: true, errors: [], created: !known } }
  }
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

const unwilling = (error: string, description = 'not possible'): FakeAnswer => ({
  status: 400,
  body: { error, error_description: description },
})

const refused = (status: number, complaint: Complaint): FakeAnswer => ({
  status,
  body: [{ fields: [], ...complaint }],
})
