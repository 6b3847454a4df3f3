import { randomBytes } from 'node:crypto'
import { testCertificate } from '#plugins/paypal/testing_certificate'
import { FakePayPalApp, PayPalRefusal, unprocessable } from './paypal_app.ts'
import type { FakeOrder, FakeWebhook, Json } from './paypal_app.ts'
import { FakeServer, type FakeAnswer, type FakeRequest } from './server.ts'

type Handler = (app: FakePayPalApp, body: Json, request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>

const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY', 'HUF']
const WITHOUT_DECIMALS = ['JPY', 'HUF']
const SCOPE =
  'https://uri.paypal.com/services/payments/realtimepayment https://uri.paypal.com/services/payments/refund https://uri.paypal.com/services/applications/webhooks openid'

/**
 * PayPal's sandbox, as far as payments go: tokens by client credentials, orders that are approved and then captured, request
 * ids, refunds, webhooks signed with a key whose certificate it hands out.
 */
export class FakePayPal extends FakeServer {
  readonly apps = new Map<string, FakePayPalApp>()
  readonly #now: () => number
  readonly #certificate = testCertificate()
  readonly #answered = new Map<string, FakeAnswer>()

  constructor({ now = () => Date.now() }: { now?: () => number } = {}) {
    super()
    this.#now = now
    this.route('POST', '/v1/oauth2/token', (request) => this.#token(request))
    this.route('GET', '/v1/notifications/certs/:id', () => ({ body: this.#certificate.pem }))
    this.#on('POST', '/v2/checkout/orders', makeOrder)
    this.#on('GET', '/v2/checkout/orders/:id', (app, _body, { params }) => ({
      body: app.find(app.orders, params.id ?? ''),
    }))
    this.#on('POST', '/v2/checkout/orders/:id/capture', takeMoney)
    this.#on('POST', '/v2/payments/captures/:id/refund', giveBack)
    this.#on('GET', '/v1/notifications/webhooks', (app) => ({ body: { webhooks: [...app.webhooks.values()] } }))
    this.#on('POST', '/v1/notifications/webhooks', makeWebhook)
    this.#on('PATCH', '/v1/notifications/webhooks/:id', changeWebhook)
    this.#on('DELETE', '/v1/notifications/webhooks/:id', removeWebhook)
    this.#on('GET', '/v1/notifications/webhooks-events', listEvents)
  }

  get origins(): Record<string, string> {
    return {
      'https://api-m.sandbox.paypal.com': this.origin,
      'https://api.sandbox.paypal.com': this.origin,
    }
  }

  addApp(clientId: string, secret: string): FakePayPalApp {
    const surroundings = { faults: this.faults, now: this.#now, certificate: this.#certificate }
    const app = new FakePayPalApp(clientId, secret, surroundings)
    this.apps.set(clientId, app)
    return app
  }

  /** Every token ends at once, as after nine hours. */
  endTokens(): void {
    for (const app of this.apps.values()) app.tokens.clear()
  }

  protected override rateLimited(): FakeAnswer {
    return { status: 429, body: refusalBody({ name: 'RATE_LIMIT_REACHED' }) }
  }

  protected override failure(status: number, body: unknown): FakeAnswer {
    return { status, body: body ?? refusalBody({ name: 'INTERNAL_SERVER_ERROR' }) }
  }

  #token({ headers, form }: FakeRequest): FakeAnswer {
    const [id = '', secret] = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':')
    const app = this.apps.get(id)
    if (!app || app.secret !== secret)
      return { status: 401, body: { error: 'invalid_client', error_description: 'Client Authentication failed' } }
    if (form.get('grant_type') !== 'client_credentials')
      return {
        status: 400,
        body: { error: 'unsupported_grant_type', error_description: 'Grant type is not supported' },
      }
    const token = `A21AA${randomBytes(24).toString('hex')}`
    app.tokens.add(token)
    return {
      body: {
        scope: SCOPE,
        access_token: token,
        token_type: 'Bearer',
        app_id: 'APP-80W284485P519543T',
        expires_in: 32_400,
      },
    }
  }

  #on(method: string, pattern: string, handler: Handler): void {
    this.route(method, pattern, async (request) => {
      try {
        const app = this.#authorized(request)
        return await this.#once(request, async () => handler(app, bodyOf(request), request))
      } catch (error) {
        if (!(error instanceof PayPalRefusal)) throw error
        return { status: error.status, headers: { 'paypal-debug-id': 'f0fake01' }, body: refusalBody(error.reason) }
      }
    })
  }

  #authorized({ headers, host }: FakeRequest): FakePayPalApp {
    if (host !== 'api-m.sandbox.paypal.com') throw new PayPalRefusal(404, { name: 'RESOURCE_NOT_FOUND' })
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
    const app = [...this.apps.values()].find(({ tokens }) => tokens.has(token))
    if (!app) throw new PayPalRefusal(401, { name: 'AUTHENTICATION_FAILURE' })
    return app
  }

  /** The first answer again to the same request id at the same address, whatever the body says now. */
  async #once({ headers, path, method }: FakeRequest, work: () => Promise<FakeAnswer>): Promise<FakeAnswer> {
    const id = headers['paypal-request-id']
    if (!id || method !== 'POST') return work()
    if (id.length > 108) throw new PayPalRefusal(400, { name: 'INVALID_REQUEST', issue: 'INVALID_STRING_LENGTH' })
    const key = `${path} ${id}`
    const answer = this.#answered.get(key) ?? (await work())
    this.#answered.set(key, answer)
    return answer
  }
}

const refusalBody = ({ name, issue, field }: { name: string; issue?: string; field?: string }) => ({
  name,
  message: 'Refused.',
  debug_id: 'f0fake01',
  details: issue ? [{ issue, description: 'Refused.', ...(field ? { field } : {}) }] : [],
})

function bodyOf({ method, json, rawBody, headers }: FakeRequest): Json {
  if (method === 'GET' || rawBody.length === 0) return {}
  const isJson = headers['content-type']?.startsWith('application/json') ?? false
  if (!isJson || json === undefined)
    throw new PayPalRefusal(400, { name: 'INVALID_REQUEST', issue: 'MALFORMED_REQUEST_JSON' })
  return json as Json
}

interface Unit {
  custom_id: string
  invoice_id: string
  amount: { currency_code: string; value: string; breakdown?: { item_total?: { value: string } } }
  items?: { quantity: string; unit_amount: { value: string } }[]
}

const wrongField = (issue: string, field: string) => new PayPalRefusal(400, { name: 'INVALID_REQUEST', issue, field })

function makeOrder(app: FakePayPalApp, body: Json, { headers }: FakeRequest): FakeAnswer {
  const source = (body.payment_source as { paypal?: { experience_context?: Json } } | undefined)?.paypal
  if (source && !headers['paypal-request-id']) throw wrongField('PAYPAL_REQUEST_ID_REQUIRED', 'PayPal-Request-Id')
  if (body.intent !== 'CAPTURE') throw wrongField('INVALID_PARAMETER_VALUE', '/intent')
  for (const name of ['return_url', 'cancel_url'])
    if (!URL.canParse(String(source?.experience_context?.[name])))
      throw wrongField('INVALID_PARAMETER_SYNTAX', `/payment_source/paypal/experience_context/${name}`)
  const [unit] = body.purchase_units as Unit[]
  if (!unit) throw wrongField('MISSING_REQUIRED_PARAMETER', '/purchase_units')
  checkAmount(unit)
  const order: FakeOrder = {
    id: app.nextId(),
    intent: 'CAPTURE',
    status: 'PAYER_ACTION_REQUIRED',
    create_time: app.iso,
    purchase_units: [unit],
  }
  app.orders.set(order.id, order)
  const href = `https://www.sandbox.paypal.com/checkoutnow?token=${order.id}`
  return { status: 201, body: { ...order, links: [{ rel: 'payer-action', href, method: 'GET' }] } }
}

function checkAmount({ amount, items = [] }: Unit): void {
  const { currency_code: currency, value, breakdown } = amount
  if (!CURRENCIES.includes(currency)) throw unprocessable('CURRENCY_NOT_SUPPORTED')
  if (Number(value) <= 0) throw unprocessable('CANNOT_BE_ZERO_OR_NEGATIVE')
  const form = WITHOUT_DECIMALS.includes(currency) ? /^\d+$/ : /^\d+\.\d\d$/
  if (!form.test(value)) throw unprocessable('DECIMAL_PRECISION')
  const sum = items.reduce((total, item) => total + Number(item.quantity) * Number(item.unit_amount.value), 0)
  if (items.length > 0 && Math.abs(sum - Number(breakdown?.item_total?.value)) > 0.001)
    throw unprocessable('ITEM_TOTAL_MISMATCH')
}

async function takeMoney(app: FakePayPalApp, _body: Json, { params }: FakeRequest): Promise<FakeAnswer> {
  const order = app.find(app.orders, params.id ?? '')
  await app.capture(order)
  return { status: 201, body: order }
}

async function giveBack(app: FakePayPalApp, body: Json, { params }: FakeRequest): Promise<FakeAnswer> {
  const capture = app.find(app.captures, params.id ?? '')
  const amount = (body.amount ?? null) as { currency_code: string; value: string } | null
  return { status: 201, body: await app.refund(capture, amount) }
}

function makeWebhook(app: FakePayPalApp, body: Json): FakeAnswer {
  if (app.webhooks.size >= 10) throw new PayPalRefusal(400, { name: 'WEBHOOK_NUMBER_LIMIT_EXCEEDED' })
  const url = String(body.url)
  if ([...app.webhooks.values()].some((each) => each.url === url))
    throw new PayPalRefusal(400, { name: 'WEBHOOK_URL_ALREADY_EXISTS' })
  const webhook: FakeWebhook = { id: app.nextId(), url, event_types: body.event_types as { name: string }[] }
  app.webhooks.set(webhook.id, webhook)
  return { status: 201, body: webhook }
}

function changeWebhook(app: FakePayPalApp, body: Json, { params }: FakeRequest): FakeAnswer {
  const webhook = app.find(app.webhooks, params.id ?? '')
  for (const { op, path, value } of body as unknown as { op: string; path: string; value: unknown }[]) {
    if (op !== 'replace' || !['/url', '/event_types'].includes(path))
      throw new PayPalRefusal(400, { name: 'WEBHOOK_PATCH_REQUEST_NO_CHANGE' })
    Object.assign(webhook, { [path.slice(1)]: value })
  }
  return { body: webhook }
}

function removeWebhook(app: FakePayPalApp, _body: Json, { params }: FakeRequest): FakeAnswer {
  const { id } = app.find(app.webhooks, params.id ?? '')
  app.webhooks.delete(id)
  return { status: 204 }
}

/** Newest first, with the address of the next page. */
function listEvents(app: FakePayPalApp, _body: Json, { query }: FakeRequest): FakeAnswer {
  const since = Date.parse(query.get('start_time') ?? '')
  if (Number.isNaN(since)) throw wrongField('INVALID_PARAMETER_SYNTAX', 'start_time')
  const size = Math.min(Number(query.get('page_size') ?? 10), 100)
  const from = Number(query.get('from') ?? 0)
  const until = query.has('end_time') ? Date.parse(query.get('end_time') ?? '') : Infinity
  if (Number.isNaN(until)) throw wrongField('INVALID_PARAMETER_SYNTAX', 'end_time')
  const all = app.events.filter(({ create_time: at }) => {
    const time = Date.parse(String(at))
    return time >= since && time <= until
  })
  const next = new URLSearchParams(query)
  next.set('from', String(from + size))
  const href = `https://api.sandbox.paypal.com/v1/notifications/webhooks-events?${next}`
  return {
    body: {
      events: all.slice(from, from + size),
      count: Math.min(size, all.length - from),
      links: all.length > from + size ? [{ rel: 'next', href, method: 'GET' }] : [],
    },
  }
}
