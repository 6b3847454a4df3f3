import { checkBatch } from './graph_conversions.ts'
import type { ConversionEvent, FakeConversion } from './graph_conversions.ts'
import { checkSend } from './graph_messages.ts'
import type { FakeMessage, SendBody } from './graph_messages.ts'
import { FakeGraphAccounts } from './graph_accounts.ts'
import { digitsOf, GraphRefusal } from './graph_state.ts'
import type { FakeTemplate, FakeUser } from './graph_state.ts'
import { acceptance, contextFor, errorOf, pricingOf, wamid, traceId } from './graph_shapes.ts'
import { contactOf, fieldBody, messagesBody, recipientOf, seconds, senderOf, signedWebhook } from './graph_webhooks.ts'
import type { FakeAnswer, FakeRequest } from './server.ts'
import { sendWebhook } from './webhook_sender.ts'

type Json = Record<string, unknown>

const DAY = 86_400_000
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
export class FakeGraph extends FakeGraphAccounts {
  /** Accepted messages, oldest first. */
  readonly messages: FakeMessage[] = []
  /** Accepted conversion events, oldest first. */
  readonly conversions: FakeConversion[] = []
  /** Where webhooks go; null sends none. */
  webhookUrl: string | null = null
  readonly appSecret: string
  statuses: StatusPlan = { states: ['sent', 'delivered', 'read'], order: 'usual' }
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
    this.on('POST', '/:version/:id/messages', (request) => this.#send(request), 'whatsapp_business_messaging')
    this.on('POST', '/:version/:id/events', (request) => this.#report(request), null)
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
    const owner = this.number(number)
    const id = wamid()
    this.state.wrote(number, from, this.#now())
    const inbound = { ...senderOf(from), id, timestamp: seconds(this.#now()), ...message }
    await this.#post(
      messagesBody(
        { businessAccount: owner.businessAccount, number: owner },
        { contacts: [contactOf(from)], messages: [inbound] }
      )
    )
    return id
  }

  receiveText(
    number: string,
    from: FakeUser,
    body: string,
    more: { referral?: Json; replyTo?: string } = {}
  ): Promise<string> {
    return this.receive(number, from, {
      type: 'text',
      text: { body },
      ...contextFor(number, more.replyTo),
      ...(more.referral ? { referral: more.referral } : {}),
    })
  }

  /** A tap on a quick reply of a template; a button of a session message comes as `receiveChoice`. */
  receiveButton(
    number: string,
    from: FakeUser,
    button: { payload: string; text: string },
    replyTo?: string
  ): Promise<string> {
    return this.receive(number, from, { type: 'button', button, ...contextFor(number, replyTo) })
  }

  receiveChoice(
    number: string,
    from: FakeUser,
    choice: { id: string; title: string },
    replyTo?: string
  ): Promise<string> {
    const interactive = { type: 'button_reply', button_reply: choice }
    return this.receive(number, from, { type: 'interactive', interactive, ...contextFor(number, replyTo) })
  }

  /** The first message after a tap on a click-to-WhatsApp ad; the click id is never sent again. */
  receiveFromAd(number: string, from: FakeUser, body: string, clickId: string): Promise<string> {
    const referral = {
      source_url: 'https://fb.me/3cr4Example',
      source_id: '120210000000000123',
      source_type: 'ad',
      headline: 'Autumn sale',
      body: 'Chat with us',
      media_type: 'image',
      image_url: 'https://scontent.example/img.jpg',
      ctwa_clid: clickId,
    }
    return this.receiveText(number, from, body, { referral })
  }

  async receivePreference(number: string, from: FakeUser, value: 'stop' | 'resume'): Promise<void> {
    const owner = this.number(number)
    const metadata = { display_phone_number: owner.phone, phone_number_id: owner.id }
    const preference = {
      ...(from.phone ? { wa_id: from.phone } : {}),
      ...(from.userId ? { user_id: from.userId } : {}),
      value,
      detail: `User requested to ${value} marketing messages`,
      category: 'marketing_messages',
      timestamp: Math.floor(this.#now() / 1000),
    }
    await this.#post(
      fieldBody(
        owner.businessAccount,
        'user_preferences',
        {
          messaging_product: 'whatsapp',
          metadata,
          contacts: [contactOf(from)],
          user_preferences: [preference],
        },
        this.#now()
      )
    )
  }

  /** The reviewers decide, or quality does: sets the state and sends the webhook. */
  async judgeTemplate(name: string, status: FakeTemplate['status'], reason = 'NONE'): Promise<void> {
    for (const template of this.state.templates.values()) {
      if (template.name !== name) continue
      template.status = status
      template.rejected_reason = reason
      const value = {
        event: status,
        message_template_id: Number(template.id),
        message_template_name: name,
        reason,
        message_template_language: template.language.replace('_', '-'),
        message_template_category: template.category,
      }
      await this.#post(fieldBody(template.businessAccount, 'message_template_status_update', value, this.#now()))
    }
  }

  /** One status of one accepted message, sent again or by hand. */
  async sendStatus(message: FakeMessage, state: string, failure?: number): Promise<void> {
    message.statuses.push(state)
    const owner = this.number(message.number)
    const status = {
      id: message.id,
      status: state,
      timestamp: seconds(this.#now()),
      ...recipientOf(message.user),
      ...(message.correlation === null ? {} : { biz_opaque_callback_data: message.correlation }),
      ...(state === 'sent' || state === 'delivered' ? { pricing: pricingOf(message) } : {}),
      ...(failure === undefined ? {} : { errors: [errorOf(failure)] }),
    }
    const contacts = state === 'failed' ? {} : { contacts: [contactOf(message.user)] }
    await this.#post(
      messagesBody({ businessAccount: owner.businessAccount, number: owner }, { ...contacts, statuses: [status] })
    )
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

  async #send({ params, json }: FakeRequest): Promise<FakeAnswer> {
    const number = this.number(params.id)
    const body = json as SendBody & { status?: string }
    if (body.status === 'read') return { body: { success: true } }

    this.#refuse()
    const category = checkSend(this.state, number, body)
    const user = this.state.user(body)
    const message: FakeMessage = {
      id: wamid(),
      number: number.id,
      user,
      type: body.type ?? '',
      body,
      category,
      statuses: [],
      correlation: body.biz_opaque_callback_data ?? null,
      acceptedAt: this.#now(),
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

  #report({ params, json }: FakeRequest): FakeAnswer {
    const { data, test_event_code: testCode = null } = json as {
      data: ConversionEvent[]
      test_event_code?: string
    }
    if (!this.state.datasets.has(params.id))
      throw new GraphRefusal(100, 'Unsupported post request', 'Object does not exist', { subcode: 33 })
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
