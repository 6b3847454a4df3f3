import { mediaJson, numberJson, refusalAnswer, templateJson, traceId } from './graph_shapes.ts'
import { digitsOf, GraphRefusal, GraphState } from './graph_state.ts'
import type { FakeNumber, FakeTemplate, FakeTemplateComponent, FakeUser } from './graph_state.ts'
import { checkTemplateCreate } from './graph_templates.ts'
import { FakeServer } from './server.ts'
import type { FakeAnswer, FakeHandler, FakeRequest } from './server.ts'

const ALL_SCOPES = [
  'whatsapp_business_messaging',
  'whatsapp_business_management',
  'whatsapp_business_manage_events',
  'ads_management',
]

/** The part of the fake Graph API that people set up: tokens, numbers, templates, media, subscriptions, datasets. */
export class FakeGraphAccounts extends FakeServer {
  readonly state = new GraphState()
  /** New templates are approved at once, as most utility templates are within minutes. */
  approvesTemplates = false

  constructor() {
    super()
    this.#routes()
  }

  // What a person would set up at Meta.

  addToken(token: string, scopes: string[] = ALL_SCOPES, expiresAt = 0): this {
    this.state.tokens.set(token, { scopes, expiresAt })
    return this
  }

  revokeToken(token: string): void {
    this.state.tokens.delete(token)
  }

  addNumber({
    id,
    businessAccount,
    phone,
    verifiedName = 'Acme Example',
  }: {
    id: string
    businessAccount: string
    phone: string
    verifiedName?: string
  }): this {
    const account = { id: businessAccount, subscribed: false, callback: null, dataset: null }
    if (!this.state.accounts.has(businessAccount)) this.state.accounts.set(businessAccount, account)
    this.state.numbers.set(id, {
      id,
      businessAccount,
      phone: digitsOf(phone),
      verifiedName,
      quality: 'GREEN',
      limit: 'TIER_2K',
    })
    return this
  }

  addDataset(id: string): this {
    this.state.datasets.add(id)
    return this
  }

  /** An approved template, as if it had been reviewed long ago. */
  addTemplate(template: Partial<FakeTemplate> & { businessAccount: string; name: string; body: string }): FakeTemplate {
    const { body, ...given } = template
    const components: FakeTemplateComponent[] = [{ type: 'BODY', text: body }]
    const made: FakeTemplate = {
      id: this.state.nextId('16'),
      language: 'en_US',
      category: 'UTILITY',
      status: 'APPROVED',
      components,
      rejected_reason: 'NONE',
      ...given,
    }
    this.state.templates.set(made.id, made)
    return made
  }

  addUser(user: { phone?: string; userId?: string; name?: string }): FakeUser {
    const made = {
      phone: user.phone ? digitsOf(user.phone) : null,
      userId: user.userId ?? null,
      name: user.name ?? 'Guest',
    }
    this.state.users.push(made)
    return made
  }

  protected override failure(status: number, body: unknown): FakeAnswer {
    const error = {
      message: 'Service temporarily unavailable',
      type: 'OAuthException',
      code: 2,
      is_transient: true,
      fbtrace_id: traceId(),
    }
    return { status, body: body ?? { error } }
  }

  protected override rateLimited(retryAfterSeconds: number): FakeAnswer {
    const error = {
      message: '(#4) Application request limit reached',
      type: 'OAuthException',
      code: 4,
      fbtrace_id: traceId(),
    }
    return { status: 429, headers: { 'retry-after': String(retryAfterSeconds) }, body: { error } }
  }

  #routes() {
    const v = '/:version'
    this.on('GET', `${v}/debug_token`, (request) => this.#debugToken(request), null)
    this.on('POST', `${v}/:id/media`, (request) => this.#upload(request), 'whatsapp_business_messaging')
    this.on('GET', `${v}/:id/phone_numbers`, (request) => this.#phoneNumbers(request), 'whatsapp_business_management')
    this.on(
      'GET',
      `${v}/:id/subscribed_apps`,
      (request) => this.#subscriptions(request),
      'whatsapp_business_management'
    )
    this.on(
      'POST',
      `${v}/:id/subscribed_apps`,
      (request) => this.#subscribe(request, true),
      'whatsapp_business_management'
    )
    this.on(
      'DELETE',
      `${v}/:id/subscribed_apps`,
      (request) => this.#subscribe(request, false),
      'whatsapp_business_management'
    )
    this.on(
      'GET',
      `${v}/:id/message_templates`,
      (request) => this.#listTemplates(request),
      'whatsapp_business_management'
    )
    this.on(
      'POST',
      `${v}/:id/message_templates`,
      (request) => this.#createTemplate(request),
      'whatsapp_business_management'
    )
    this.on(
      'DELETE',
      `${v}/:id/message_templates`,
      (request) => this.#deleteTemplates(request),
      'whatsapp_business_management'
    )
    this.on('POST', `${v}/:id/dataset`, (request) => this.#dataset(request), 'whatsapp_business_manage_events')
    this.on('GET', `${v}/:id/dataset`, (request) => this.#dataset(request), 'whatsapp_business_manage_events')
    this.on('GET', '/whatsapp_business/attachments/', (request) => this.#attachment(request), null)
    this.on('GET', `${v}/:id`, (request) => this.#object(request), null)
    this.on('POST', `${v}/:id`, (request) => this.#editTemplate(request), 'whatsapp_business_management')
  }

  protected on(method: string, pattern: string, handler: FakeHandler, scope: string | null) {
    this.route(method, pattern, async (request) => {
      try {
        this.#authorize(request, scope)
        return await handler(request)
      } catch (error) {
        if (error instanceof GraphRefusal) return refusalAnswer(error)
        throw error
      }
    })
  }

  #authorize(request: FakeRequest, scope: string | null) {
    if (request.params.version && !/^v\d+\.\d$/.test(request.params.version))
      throw new GraphRefusal(2500, 'Unknown path components')
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? request.query.get('access_token') ?? ''
    const known = this.state.tokens.get(token)
    if (!known) throw new GraphRefusal(190, 'Error validating access token', null, { status: 401 })
    if (scope && !known.scopes.includes(scope))
      throw new GraphRefusal(10, 'Application does not have permission for this action', null, {
        status: 403,
      })
  }

  #debugToken({ query }: FakeRequest): FakeAnswer {
    const token = this.state.tokens.get(query.get('input_token') ?? '')
    return {
      body: {
        data: {
          is_valid: token !== undefined,
          scopes: token?.scopes ?? [],
          expires_at: token?.expiresAt ?? 0,
          type: 'SYSTEM_USER',
        },
      },
    }
  }

  #upload({ rawBody }: FakeRequest): FakeAnswer {
    const text = rawBody.toString('latin1')
    const part = /name="file"[^\r]*\r\nContent-Type: ([^\r]+)\r\n\r\n([\s\S]*?)\r\n--/i.exec(text)
    if (!part) throw new GraphRefusal(131053, 'Media upload error', 'No file')
    const id = this.state.nextId('10')
    this.state.media.set(id, { id, mimeType: part[1], bytes: Buffer.from(part[2], 'latin1') })
    return { body: { id } }
  }

  #attachment({ query }: FakeRequest): FakeAnswer {
    const media = this.state.media.get(query.get('mid') ?? '')
    return media
      ? { headers: { 'content-type': media.mimeType }, body: media.bytes }
      : { status: 404, body: 'Not found' }
  }

  #phoneNumbers({ params }: FakeRequest): FakeAnswer {
    const owned = [...this.state.numbers.values()].filter(
      (number) => number.businessAccount === this.#account(params.id).id
    )
    return { body: { data: owned.map(numberJson) } }
  }

  #subscriptions({ params }: FakeRequest): FakeAnswer {
    const app = { whatsapp_business_api_data: { id: '670000000000001', name: 'Staffetta' } }
    return { body: { data: this.#account(params.id).subscribed ? [app] : [] } }
  }

  #subscribe({ params, json }: FakeRequest, subscribed: boolean): FakeAnswer {
    const account = this.#account(params.id)
    account.subscribed = subscribed
    account.callback = (json as { override_callback_uri?: string } | undefined)?.override_callback_uri ?? null
    return { body: { success: true } }
  }

  #listTemplates({ params, query }: FakeRequest): FakeAnswer {
    const all = [...this.state.templates.values()].filter(
      (each) => each.businessAccount === this.#account(params.id).id
    )
    const start = Number(query.get('after') ?? 0)
    const limit = Number(query.get('limit') ?? 25)
    const end = start + limit
    const paging = {
      cursors: { before: String(start), after: String(end) },
      ...(end < all.length ? { next: 'https://graph.facebook.com/next' } : {}),
    }
    return { body: { data: all.slice(start, end).map(templateJson), paging } }
  }

  #createTemplate({ params, json }: FakeRequest): FakeAnswer {
    const body = json as {
      name: string
      language: string
      category: string
      components: FakeTemplateComponent[]
    }
    checkTemplateCreate(body)
    const account = this.#account(params.id).id
    const status = this.approvesTemplates ? 'APPROVED' : 'PENDING'
    const template: FakeTemplate = {
      ...body,
      id: this.state.nextId('16'),
      businessAccount: account,
      status,
      rejected_reason: 'NONE',
    }
    this.state.templates.set(template.id, template)
    return { body: { id: template.id, status, category: body.category } }
  }

  #editTemplate({ params, json }: FakeRequest): FakeAnswer {
    const template = this.state.templates.get(params.id)
    if (!template) throw new GraphRefusal(100, 'Unsupported post request', 'Object does not exist', { subcode: 33 })
    template.components = (json as { components: FakeTemplateComponent[] }).components
    template.status = this.approvesTemplates ? 'APPROVED' : 'PENDING'
    return { body: { success: true } }
  }

  #deleteTemplates({ params, query }: FakeRequest): FakeAnswer {
    for (const [id, template] of this.state.templates) {
      const mine = template.businessAccount === params.id && template.name === query.get('name')
      if (mine && [null, id].includes(query.get('hsm_id'))) this.state.templates.delete(id)
    }
    return { body: { success: true } }
  }

  #dataset({ params, method }: FakeRequest): FakeAnswer {
    const account = this.#account(params.id)
    if (method === 'POST') account.dataset ??= this.state.nextId('99')
    if (!account.dataset) return { body: { data: [] } }
    this.addDataset(account.dataset)
    return { body: { id: account.dataset } }
  }

  #object({ params }: FakeRequest): FakeAnswer {
    const { id } = params
    const number = this.state.numbers.get(id)
    if (number) return { body: numberJson(number) }
    const media = this.state.media.get(id)
    if (media) return { body: mediaJson(media.id, media.mimeType, media.bytes) }
    const template = this.state.templates.get(id)
    if (template) return { body: templateJson(template) }
    if (this.state.datasets.has(id)) return { body: { id, name: `Dataset ${id}` } }
    throw new GraphRefusal(100, 'Unsupported get request', 'Object does not exist', { subcode: 33 })
  }

  protected number(id: string): FakeNumber {
    const number = this.state.numbers.get(id)
    if (!number) throw new GraphRefusal(100, 'Unsupported post request', 'Object does not exist', { subcode: 33 })
    return number
  }

  #account(id: string) {
    const account = this.state.accounts.get(id)
    if (!account) throw new GraphRefusal(100, 'Unsupported request', 'Object does not exist', { subcode: 33 })
    return account
  }
}
