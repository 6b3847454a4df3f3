import { checkBatch } from './graph_conversions.ts'
import type { ConversionEvent, FakeConversion } from './graph_conversions.ts'
import { checkSend } from './graph_messages.ts'
import type { FakeMessage, SendBody } from './graph_messages.ts'
import { digitsOf, GraphRefusal, GraphState } from './graph_state.ts'
import type { FakeNumber, FakeTemplate, FakeTemplateComponent, FakeUser } from './graph_state.ts'
import {
  acceptance, contextFor, errorOf, mediaJson, numberJson, pricingOf, refusalAnswer, templateJson, traceId, wamid,
} from './graph_shapes.ts'
import { checkTemplateCreate } from './graph_templates.ts'
import { contactOf, fieldBody, messagesBody, recipientOf, seconds, senderOf, signedWebhook } from './graph_webhooks.ts'
import { FakeServer } from './server.ts'
import type { FakeAnswer, FakeHandler, FakeRequest } from './server.ts'
import { sendWebhook } from './webhook_sender.ts'

type Json = Record<string, unknown>

const DAY = 86_400_000
const ALL_SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management', 'whatsapp_business_manage_events', 'ads_management']

export interface FakeGraphOptions {
  appSecret?: string
  /** The clock windows and event ages go by: the installation's business time. */
  now?: () => number
}

/** How Meta behaves after it has accepted a message. */
export interface StatusPlan {
  /** Sent for each accepted message, in this order. */
  states: string[]
  /** `before_answer`: the statuses arrive before our own response; `reversed`: the last one first. */
  order: 'usual' | 'reversed' | 'before_answer'
}

/**
 * Meta's Graph API: the WhatsApp Cloud API and the Conversions API on one server, because both live on one host. It
 * keeps state, refuses what Meta would refuse, and sends signed webhooks. Statuses leave by themselves after each
 * accepted message; `await fake.idle()` waits until they have arrived.
 */
export class FakeGraph extends FakeServer {
  readonly state = new GraphState()
  /** Accepted messages, oldest first. */
  readonly messages: FakeMessage[] = []
  /** Accepted conversion events, oldest first. */
  readonly conversions: FakeConversion[] = []
  /** Where webhooks go; null sends none. */
  webhookUrl: string | null = null
  readonly appSecret: string
  statuses: StatusPlan = { states: ['sent', 'delivered', 'read'], order: 'usual' }
  /** New templates are approved at once, as most utility templates are within minutes. */
  approvesTemplates = false
  /** The next templates are accepted but kept back for a quality check. */
  holdsTemplates = false

  readonly #now: () => number
  readonly #pending = new Set<Promise<unknown>>()
  #refusals: { code: number; left: number }[] = []
  readonly #failures = new Map<string, number>()
  readonly #currencies = new Set<string>()
  #reportFault: string | null = null

  constructor(options: FakeGraphOptions = {}) {
    super()
    this.appSecret = options.appSecret ?? 'meta-app-secret-for-tests'
    this.#now = options.now ?? (() => Date.now())
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

  addNumber({ id, businessAccount, phone, verifiedName = 'Acme Example' }: { id: string; businessAccount: string; phone: string; verifiedName?: string }): this {
    const account = { id: businessAccount, subscribed: false, callback: null, dataset: null }
    if (!this.state.accounts.has(businessAccount)) this.state.accounts.set(businessAccount, account)
    this.state.numbers.set(id, { id, businessAccount, phone: digitsOf(phone), verifiedName, quality: 'GREEN', limit: 'TIER_2K' })
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
      id: this.state.nextId('16'), language: 'en_US', category: 'UTILITY', status: 'APPROVED', components, rejected_reason: 'NONE', ...given,
    }
    this.state.templates.set(made.id, made)
    return made
  }

  addUser(user: { phone?: string; userId?: string; name?: string }): FakeUser {
    const made = { phone: user.phone ? digitsOf(user.phone) : null, userId: user.userId ?? null, name: user.name ?? 'Guest' }
    this.state.users.push(made)
    return made
  }

  // What may go wrong, beside the faults every fake knows.

  /** The next sends are refused at once with this code. */
  refuseSends(code: number, times = 1): void {
    this.#refusals.push({ code, left: times })
  }

  /** Messages to this phone or user id are accepted and then fail with this code: 131026, 131049, 131050 … */
  failDeliveries(address: string, code: number): void {
    this.#failures.set(address.startsWith('+') ? digitsOf(address) : address, code)
  }

  /** A currency that reads like one and is none: only Meta finds out. */
  refuseCurrency(code: string): void {
    this.#currencies.add(code)
  }

  /** The next report that holds an event of this action source meets an outage. */
  failNextReport(actionSource: string): void {
    this.#reportFault = actionSource
  }

  // What customers and Meta's reviewers do.

  /** A message from a customer; `message` is what stands beside id, sender and time. */
  async receive(number: string, from: FakeUser, message: Json & { type: string }): Promise<string> {
    const owner = this.#number(number)
    const id = wamid()
    this.state.wrote(number, from, this.#now())
    const inbound = { ...senderOf(from), id, timestamp: seconds(this.#now()), ...message }
    await this.#post(messagesBody({ businessAccount: owner.businessAccount, number: owner }, { contacts: [contactOf(from)], messages: [inbound] }))
    return id
  }

  receiveText(number: string, from: FakeUser, body: string, more: { referral?: Json; replyTo?: string } = {}): Promise<string> {
    return this.receive(number, from, { type: 'text', text: { body }, ...contextFor(number, more.replyTo), ...(more.referral ? { referral: more.referral } : {}) })
  }

  /** A tap on a quick reply of a template; a button of a session message comes as `receiveChoice`. */
  receiveButton(number: string, from: FakeUser, button: { payload: string; text: string }, replyTo?: string): Promise<string> {
    return this.receive(number, from, { type: 'button', button, ...contextFor(number, replyTo) })
  }

  receiveChoice(number: string, from: FakeUser, choice: { id: string; title: string }, replyTo?: string): Promise<string> {
    const interactive = { type: 'button_reply', button_reply: choice }
    return this.receive(number, from, { type: 'interactive', interactive, ...contextFor(number, replyTo) })
  }

  /** The first message after a tap on a click-to-WhatsApp ad; the click id is never sent again. */
  receiveFromAd(number: string, from: FakeUser, body: string, clickId: string): Promise<string> {
    const referral = {
      source_url: 'https://fb.me/3cr4Example', source_id: '120210000000000123', source_type: 'ad', headline: 'Autumn sale',
      body: 'Chat with us', media_type: 'image', image_url: 'https://scontent.example/img.jpg', ctwa_clid: clickId,
    }
    return this.receiveText(number, from, body, { referral })
  }

  async receivePreference(number: string, from: FakeUser, value: 'stop' | 'resume'): Promise<void> {
    const owner = this.#number(number)
    const metadata = { display_phone_number: owner.phone, phone_number_id: owner.id }
    const preference = {
      ...(from.phone ? { wa_id: from.phone } : {}), ...(from.userId ? { user_id: from.userId } : {}), value,
      detail: `User requested to ${value} marketing messages`, category: 'marketing_messages', timestamp: Math.floor(this.#now() / 1000),
    }
    await this.#post(
      fieldBody(owner.businessAccount, 'user_preferences', { messaging_product: 'whatsapp', metadata, contacts: [contactOf(from)], user_preferences: [preference] }, this.#now())
    )
  }

  /** The reviewers decide, or quality does: sets the state and sends the webhook. */
  async judgeTemplate(name: string, status: FakeTemplate['status'], reason = 'NONE'): Promise<void> {
    for (const template of this.state.templates.values()) {
      if (template.name !== name) continue
      template.status = status
      template.rejected_reason = reason
      const value = {
        event: status, message_template_id: Number(template.id), message_template_name: name, reason,
        message_template_language: template.language.replace('_', '-'), message_template_category: template.category,
      }
      await this.#post(fieldBody(template.businessAccount, 'message_template_status_update', value, this.#now()))
    }
  }

  /** One status of one accepted message, sent again or by hand. */
  async sendStatus(message: FakeMessage, state: string, failure?: number): Promise<void> {
    message.statuses.push(state)
    const owner = this.#number(message.number)
    const status = {
      id: message.id, status: state, timestamp: seconds(this.#now()), ...recipientOf(message.user),
      ...(message.correlation === null ? {} : { biz_opaque_callback_data: message.correlation }),
      ...(state === 'sent' || state === 'delivered' ? { pricing: pricingOf(message) } : {}),
      ...(failure === undefined ? {} : { errors: [errorOf(failure)] }),
    }
    const contacts = state === 'failed' ? {} : { contacts: [contactOf(message.user)] }
    await this.#post(messagesBody({ businessAccount: owner.businessAccount, number: owner }, { ...contacts, statuses: [status] }))
  }

  /** Waits until every webhook that is on its way has arrived. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending)
  }

  /** What is still on its way leaves no more; the stall of a receiver that is stopping would hold it up. */
  override async stop(): Promise<void> {
    const { silent } = this.faults
    this.faults.silent = true
    await this.idle()
    this.faults.silent = silent
    await super.stop()
  }

  protected override failure(status: number, body: unknown): FakeAnswer {
    const error = { message: 'Service temporarily unavailable', type: 'OAuthException', code: 2, is_transient: true, fbtrace_id: traceId() }
    return { status, body: body ?? { error } }
  }

  protected override rateLimited(retryAfterSeconds: number): FakeAnswer {
    const error = { message: '(#4) Application request limit reached', type: 'OAuthException', code: 4, fbtrace_id: traceId() }
    return { status: 429, headers: { 'retry-after': String(retryAfterSeconds) }, body: { error } }
  }

  #routes() {
    const v = '/:version'
    this.#on('GET', `${v}/debug_token`, (request) => this.#debugToken(request), null)
    this.#on('POST', `${v}/:id/messages`, (request) => this.#send(request), 'whatsapp_business_messaging')
    this.#on('POST', `${v}/:id/media`, (request) => this.#upload(request), 'whatsapp_business_messaging')
    this.#on('POST', `${v}/:id/events`, (request) => this.#report(request), null)
    this.#on('GET', `${v}/:id/phone_numbers`, (request) => this.#phoneNumbers(request), 'whatsapp_business_management')
    this.#on('GET', `${v}/:id/subscribed_apps`, (request) => this.#subscriptions(request), 'whatsapp_business_management')
    this.#on('POST', `${v}/:id/subscribed_apps`, (request) => this.#subscribe(request, true), 'whatsapp_business_management')
    this.#on('DELETE', `${v}/:id/subscribed_apps`, (request) => this.#subscribe(request, false), 'whatsapp_business_management')
    this.#on('GET', `${v}/:id/message_templates`, (request) => this.#listTemplates(request), 'whatsapp_business_management')
    this.#on('POST', `${v}/:id/message_templates`, (request) => this.#createTemplate(request), 'whatsapp_business_management')
    this.#on('DELETE', `${v}/:id/message_templates`, (request) => this.#deleteTemplates(request), 'whatsapp_business_management')
    this.#on('POST', `${v}/:id/dataset`, (request) => this.#dataset(request), 'whatsapp_business_manage_events')
    this.#on('GET', `${v}/:id/dataset`, (request) => this.#dataset(request), 'whatsapp_business_manage_events')
    this.#on('GET', '/whatsapp_business/attachments/', (request) => this.#attachment(request), null)
    this.#on('GET', `${v}/:id`, (request) => this.#object(request), null)
    this.#on('POST', `${v}/:id`, (request) => this.#editTemplate(request), 'whatsapp_business_management')
  }

  #on(method: string, pattern: string, handler: FakeHandler, scope: string | null) {
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
    if (request.params.version && !/^v\d+\.\d$/.test(request.params.version)) throw new GraphRefusal(2500, 'Unknown path components')
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? request.query.get('access_token') ?? ''
    const known = this.state.tokens.get(token)
    if (!known) throw new GraphRefusal(190, 'Error validating access token', null, { status: 401 })
    if (scope && !known.scopes.includes(scope)) throw new GraphRefusal(10, 'Application does not have permission for this action', null, { status: 403 })
  }

  #debugToken({ query }: FakeRequest): FakeAnswer {
    const token = this.state.tokens.get(query.get('input_token') ?? '')
    return { body: { data: { is_valid: token !== undefined, scopes: token?.scopes ?? [], expires_at: token?.expiresAt ?? 0, type: 'SYSTEM_USER' } } }
  }

  async #send({ params, json }: FakeRequest): Promise<FakeAnswer> {
    const number = this.#number(params.id)
    const body = json as SendBody & { status?: string }
    if (body.status === 'read') return { body: { success: true } }

    this.#refuse()
    const category = checkSend(this.state, number, body)
    const user = this.state.user(body)
    const message: FakeMessage = {
      id: wamid(), number: number.id, user, type: body.type ?? '', body, category, statuses: [],
      correlation: body.biz_opaque_callback_data ?? null, acceptedAt: this.#now(),
    }
    this.messages.push(message)
    const statuses = () => this.#sendStatuses(message, this.#failureFor(message))
    if (this.statuses.order === 'before_answer') await statuses()
    else this.#later(statuses)
    return { body: acceptance(message, this.holdsTemplates) }
  }

  #refuse() {
    const refusal = this.#refusals.find((each) => each.left > 0)
    if (!refusal) return
    refusal.left -= 1
    const { title, error_data: data } = errorOf(refusal.code)
    throw new GraphRefusal(refusal.code, title, data.details)
  }

  /** Meta accepts first and finds out later: these come as a failed status. */
  #failureFor({ user, number, type, acceptedAt }: FakeMessage): number | null {
    const told = this.#failures.get(user.phone ?? '') ?? this.#failures.get(user.userId ?? '')
    if (told !== undefined) return told
    const last = this.state.lastInbound(number, user)
    const open = last !== null && acceptedAt - last < DAY
    return type === 'template' || open ? null : 131047
  }

  async #sendStatuses(message: FakeMessage, failure: number | null) {
    if (failure !== null) return this.sendStatus(message, 'failed', failure)
    const { states, order } = this.statuses
    for (const state of order === 'reversed' ? states.toReversed() : states) await this.sendStatus(message, state)
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
    return media ? { headers: { 'content-type': media.mimeType }, body: media.bytes } : { status: 404, body: 'Not found' }
  }

  #report({ params, json }: FakeRequest): FakeAnswer {
    const { data, test_event_code: testCode = null } = json as { data: ConversionEvent[]; test_event_code?: string }
    if (!this.state.datasets.has(params.id)) throw new GraphRefusal(100, 'Unsupported post request', 'Object does not exist', { subcode: 33 })
    if (data.some((event) => event.action_source === this.#reportFault)) {
      this.#reportFault = null
      return this.failure(503, undefined)
    }
    if (data.some((event) => this.#currencies.has(event.custom_data?.currency ?? ''))) {
      throw new GraphRefusal(100, 'Invalid parameter', 'Invalid currency', { subcode: 2804009 })
    }
    const messages = checkBatch(data, Math.floor(this.#now() / 1000))
    this.conversions.push(...data.map((event) => ({ dataset: params.id, event, testCode })))
    return { body: { events_received: data.length, messages, fbtrace_id: traceId() } }
  }

  #phoneNumbers({ params }: FakeRequest): FakeAnswer {
    const owned = [...this.state.numbers.values()].filter((number) => number.businessAccount === this.#account(params.id).id)
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
    const all = [...this.state.templates.values()].filter((each) => each.businessAccount === this.#account(params.id).id)
    const start = Number(query.get('after') ?? 0)
    const limit = Number(query.get('limit') ?? 25)
    const end = start + limit
    const paging = { cursors: { before: String(start), after: String(end) }, ...(end < all.length ? { next: 'https://graph.facebook.com/next' } : {}) }
    return { body: { data: all.slice(start, end).map(templateJson), paging } }
  }

  #createTemplate({ params, json }: FakeRequest): FakeAnswer {
    const body = json as { name: string; language: string; category: string; components: FakeTemplateComponent[] }
    checkTemplateCreate(body)
    const account = this.#account(params.id).id
    const status = this.approvesTemplates ? 'APPROVED' : 'PENDING'
    const template: FakeTemplate = { ...body, id: this.state.nextId('16'), businessAccount: account, status, rejected_reason: 'NONE' }
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

  #number(id: string): FakeNumber {
    const number = this.state.numbers.get(id)
    if (!number) throw new GraphRefusal(100, 'Unsupported post request', 'Object does not exist', { subcode: 33 })
    return number
  }

  #account(id: string) {
    const account = this.state.accounts.get(id)
    if (!account) throw new GraphRefusal(100, 'Unsupported request', 'Object does not exist', { subcode: 33 })
    return account
  }

  async #post(body: object): Promise<void> {
    if (!this.webhookUrl) return
    const sent = sendWebhook(signedWebhook(this.webhookUrl, this.appSecret, body), this.faults)
    this.#pending.add(sent)
    await sent.finally(() => this.#pending.delete(sent))
  }

  /** Runs after the answer has left, and counts as pending from now on. */
  #later(work: () => Promise<void>) {
    const done = new Promise<void>((resolve) => setImmediate(resolve)).then(work)
    this.#pending.add(done)
    done.finally(() => this.#pending.delete(done)).catch(() => this.#pending.delete(done))
  }
}
