import { randomBytes } from 'node:crypto'
import { FakeServer, type FakeAnswer, type FakeRequest } from './server.ts'
import { FakeStripeAccount } from './stripe_account.ts'
import type { FakeEndpoint, FakeSession, Resource } from './stripe_account.ts'
import { bracketed, lineItem, maybe, metadata, onlyKnown, StripeRefusal, text, url, whole } from './stripe_forms.ts'
import type { Fields } from './stripe_forms.ts'

type Handler = (account: FakeStripeAccount, fields: Fields, request: FakeRequest) => object | Promise<object>

interface FakeKey {
  account: FakeStripeAccount
  /** Path beginnings that a restricted key may not use. */
  denied: string[]
}

const MINUTE = 60
const LOCALES = ['auto', 'it', 'en', 'en-GB', 'de', 'fr', 'es', 'pt-BR']

/**
 * Stripe's API, as far as payments go: form bodies with brackets, a pinned version, idempotency keys, restricted keys,
 * lists in pages, and signed webhooks of both kinds.
 */
export class FakeStripe extends FakeServer {
  readonly keys = new Map<string, FakeKey>()
  readonly #now: () => number
  readonly #answered = new Map<string, { call: string; answer: FakeAnswer }>()
  #accounts = 0

  constructor({ now = () => Date.now() }: { now?: () => number } = {}) {
    super()
    this.#now = now
    this.#on('GET', '/v1/account', (account) => ({
      id: account.id,
      object: 'account',
      business_profile: { name: 'Bottega Lucente' },
      charges_enabled: true,
    }))
    this.#on('POST', '/v1/checkout/sessions', openSession)
    this.#on('GET', '/v1/checkout/sessions/:id', readSession)
    this.#on('POST', '/v1/checkout/sessions/:id/expire', endSession)
    this.#on('POST', '/v1/payment_links', makeLink)
    this.#on('POST', '/v1/refunds', giveBack)
    this.#on('GET', '/v1/refunds', listRefunds)
    this.#on('GET', '/v1/refunds/:id', (account, _fields, { params }) => account.find('refund', params.id ?? ''))
    this.#on('GET', '/v1/payment_intents/:id', (account, _fields, { params }) =>
      account.find('payment_intent', params.id ?? '')
    )
    this.#on('GET', '/v1/charges/:id', (account, _fields, { params }) => account.find('charge', params.id ?? ''))
    for (const [path, object] of Object.entries(LISTS))
      this.#on('GET', path, (account, fields) => page(account.of(object), fields))
    this.#on('GET', '/v1/events', listEvents)
    this.#on('POST', '/v1/webhook_endpoints', makeEndpoint)
    this.#on('POST', '/v1/webhook_endpoints/:id', changeEndpoint)
    this.#on('DELETE', '/v1/webhook_endpoints/:id', removeEndpoint)
  }

  /** An account with one key. */
  addAccount(key: string, denied: string[] = []): FakeStripeAccount {
    const account = new FakeStripeAccount(`acct_Fx${++this.#accounts}${Date.now() % 1e6}`, this.faults, this.#now)
    this.keys.set(key, { account, denied })
    return account
  }

  protected override rateLimited(): FakeAnswer {
    return {
      status: 429,
      body: { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Slow down.' } },
    }
  }

  protected override failure(status: number, body: unknown): FakeAnswer {
    return { status, body: body ?? { error: { type: 'api_error', message: 'Something went wrong.' } } }
  }

  #on(method: string, pattern: string, handler: Handler): void {
    this.route(method, pattern, async (request) => {
      try {
        const account = this.#authorized(request)
        return await this.#once(request, async () => {
          const fields = bracketed(method === 'POST' ? request.form : request.query)
          return { body: await handler(account, fields, request) }
        })
      } catch (error) {
        if (!(error instanceof StripeRefusal)) throw error
        return { status: error.status, body: { error: { message: 'Refused.', ...error.error } } }
      }
    })
  }

  #authorized({ headers, method, path, rawBody }: FakeRequest): FakeStripeAccount {
    const key = this.keys.get(/^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '')
    if (!key) throw new StripeRefusal(401, {})
    if (key.denied.some((start) => path.startsWith(start))) throw new StripeRefusal(403, {})
    if (headers['stripe-version'] !== '2026-10-28.endive') throw new StripeRefusal(400, { param: 'Stripe-Version' })
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
    if (method === 'POST' && rawBody.length > 0 && !isForm) throw new StripeRefusal(400, { param: 'content-type' })
    return key.account
  }

  /** https://docs.stripe.com/api/idempotent_requests: the first answer again, and never another call under its key. */
  async #once(request: FakeRequest, work: () => Promise<FakeAnswer>): Promise<FakeAnswer> {
    const key = request.headers['idempotency-key']
    if (!key || request.method !== 'POST') return work()
    if (key.length > 255) throw new StripeRefusal(400, { type: 'idempotency_error' })
    const call = `${request.headers.authorization} ${request.path} ${request.rawBody.toString()}`
    const first = this.#answered.get(key)
    if (first && first.call !== call) throw new StripeRefusal(400, { type: 'idempotency_error' })
    if (first) return { ...first.answer, headers: { 'idempotent-replayed': 'true' } }
    const answer = await work()
    this.#answered.set(key, { call, answer })
    return answer
  }
}

const LISTS: Record<string, string> = {
  '/v1/checkout/sessions': 'checkout.session',
  '/v1/payment_links': 'payment_link',
  '/v1/payment_intents': 'payment_intent',
  '/v1/webhook_endpoints': 'webhook_endpoint',
}

function openSession(account: FakeStripeAccount, fields: Fields) {
  onlyKnown(fields, [
    ...['mode', 'line_items', 'client_reference_id', 'metadata', 'payment_intent_data', 'success_url', 'cancel_url'],
    ...['locale', 'customer_email', 'expires_at'],
  ])
  if (text(fields, 'mode') !== 'payment') throw new StripeRefusal(400, { param: 'mode' })
  const { amount, currency } = lineItem(fields)
  const latest = account.seconds + 24 * 60 * MINUTE
  const expires_at = fields.expires_at === undefined ? latest : whole(fields.expires_at, 'expires_at')
  if (expires_at < account.seconds + 30 * MINUTE || expires_at > latest)
    throw new StripeRefusal(400, { param: 'expires_at' })
  if (!LOCALES.includes(maybe(fields, 'locale') ?? 'auto')) throw new StripeRefusal(400, { param: 'locale' })
  const email = maybe(fields, 'customer_email')
  if (email !== null && !/^\S+@\S+\.\S+$/.test(email))
    throw new StripeRefusal(400, { code: 'email_invalid', param: 'customer_email' })
  const session = account.keep('checkout.session', 'cs', {
    mode: 'payment',
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    amount_subtotal: amount,
    amount_total: amount,
    currency,
    client_reference_id: maybe(fields, 'client_reference_id'),
    customer_email: email,
    customer_details: null,
    metadata: metadata(fields),
    payment_metadata: metadata((fields.payment_intent_data ?? {}) as Fields),
    success_url: url(fields, 'success_url'),
    cancel_url: url(fields, 'cancel_url'),
    invoice: null,
    expires_at,
  })
  return Object.assign(session, { url: `https://checkout.stripe.com/c/pay/${session.id}` })
}

function readSession(account: FakeStripeAccount, fields: Fields, { params }: FakeRequest) {
  const session = account.find<FakeSession>('checkout.session', params.id ?? '', 'session')
  const expanded = Array.isArray(fields.expand) && fields.expand.includes('payment_intent')
  if (!expanded || !session.payment_intent) return session
  return { ...session, payment_intent: account.find('payment_intent', session.payment_intent) }
}

async function endSession(account: FakeStripeAccount, _fields: Fields, { params }: FakeRequest) {
  const session = account.find<FakeSession>('checkout.session', params.id ?? '', 'session')
  if (session.status !== 'open') throw new StripeRefusal(400, {})
  await account.runOut(session.id)
  return session
}

function makeLink(account: FakeStripeAccount, fields: Fields) {
  onlyKnown(fields, ['line_items', 'metadata', 'payment_intent_data', 'restrictions'])
  const { amount, currency } = lineItem(fields)
  const link = account.keep('payment_link', 'plink', { amount, currency, active: true, ...fields })
  return Object.assign(link, { url: `https://buy.stripe.com/test_${link.id}` })
}

async function giveBack(account: FakeStripeAccount, fields: Fields) {
  onlyKnown(fields, ['payment_intent', 'charge', 'amount', 'reason', 'metadata'])
  const charge = maybe(fields, 'charge')
  const of = charge ? String(account.find('charge', charge, 'charge').payment_intent) : text(fields, 'payment_intent')
  const refund = account.refund(of, fields.amount === undefined ? null : whole(fields.amount, 'amount'))
  await account.tell('refund.created', refund)
  return refund
}

function listRefunds(account: FakeStripeAccount, fields: Fields) {
  const wanted = ({ payment_intent: payment, charge }: Resource) =>
    [undefined, payment].includes(fields.payment_intent) && [undefined, charge].includes(fields.charge)
  return page(account.of('refund').filter(wanted), fields)
}

function listEvents(account: FakeStripeAccount, fields: Fields) {
  const types = Array.isArray(fields.types) ? fields.types : []
  if (types.length > 20) throw new StripeRefusal(400, { param: 'types' })
  const since = fields.created === undefined ? 0 : Number((fields.created as Fields).gte)
  const found = account.events.filter(({ type, created }) => created >= since && types.includes(type))
  return page(found, fields)
}

/** Newest first. `ending_before` gives those just newer than an entry, not the newest of all. */
function page(all: Resource[], fields: Fields) {
  onlyKnown(fields, ['limit', 'starting_after', 'ending_before', 'created', 'types', 'payment_intent', 'charge'])
  const limit = whole(fields.limit ?? '10', 'limit')
  if (limit < 1 || limit > 100) throw new StripeRefusal(400, { code: 'parameter_invalid_integer', param: 'limit' })
  const at = (name: string) => {
    const id = maybe(fields, name)
    const index = all.findIndex((each) => each.id === id)
    if (id !== null && index < 0) throw new StripeRefusal(400, { code: 'resource_missing', param: name })
    return id === null ? null : index
  }
  const [after, before] = [at('starting_after'), at('ending_before')]
  const rest = before === null ? all.slice((after ?? -1) + 1) : all.slice(0, before)
  const data = before === null ? rest.slice(0, limit) : rest.slice(-limit)
  return { object: 'list', data, has_more: rest.length > data.length, url: '/v1/list' }
}

const ENDPOINT = ['url', 'enabled_events', 'api_version', 'description', 'disabled', 'metadata']

function makeEndpoint(account: FakeStripeAccount, fields: Fields) {
  onlyKnown(fields, ENDPOINT)
  if (!Array.isArray(fields.enabled_events)) throw new StripeRefusal(400, { param: 'enabled_events' })
  const endpoint = account.keep('webhook_endpoint', 'we', {
    url: url(fields, 'url'),
    enabled_events: fields.enabled_events,
    api_version: maybe(fields, 'api_version'),
    status: 'enabled',
  })
  const secret = `whsec_${randomBytes(16).toString('hex')}`
  account.secrets.set(endpoint.id, [secret])
  return { ...endpoint, secret }
}

function changeEndpoint(account: FakeStripeAccount, fields: Fields, { params }: FakeRequest) {
  onlyKnown(
    fields,
    ENDPOINT.filter((name) => name !== 'api_version')
  )
  const endpoint = account.find<FakeEndpoint>('webhook_endpoint', params.id ?? '')
  if (fields.disabled !== undefined) endpoint.status = fields.disabled === 'true' ? 'disabled' : 'enabled'
  if (Array.isArray(fields.enabled_events)) endpoint.enabled_events = fields.enabled_events.map(String)
  if (fields.url !== undefined) endpoint.url = url(fields, 'url')
  return endpoint
}

function removeEndpoint(account: FakeStripeAccount, _fields: Fields, { params }: FakeRequest) {
  const { id } = account.find('webhook_endpoint', params.id ?? '')
  account.resources.delete(id)
  return { id, object: 'webhook_endpoint', deleted: true }
}
