import { FakeServer } from './server.ts'
import type { FakeAnswer, FakeRequest } from './server.ts'
import { errorBody, inboundFields, messageResource, signedForm, statusFields } from './twilio_shapes.ts'
import { TwilioRefusal, TwilioState } from './twilio_state.ts'
import type { FakeSms, FakeTwilioAccount } from './twilio_state.ts'
import { sendWebhook } from './webhook_sender.ts'

const BASE = '/2010-04-01/Accounts/:account'
const WORDS: Record<string, 'STOP' | 'START' | 'HELP'> = {
  STOP: 'STOP',
  STOPALL: 'STOP',
  UNSUBSCRIBE: 'STOP',
  CANCEL: 'STOP',
  END: 'STOP',
  QUIT: 'STOP',
  START: 'START',
  UNSTOP: 'START',
  HELP: 'HELP',
  INFO: 'HELP',
}
const ANSWERS = {
  STOP: 'You have successfully been unsubscribed. Reply START to resubscribe.',
  START: 'You have successfully been re-subscribed. Reply STOP to unsubscribe.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
}

/** A sender of letters, which needs no number and takes no answer. */
const isName = (from: string): boolean => /[A-Za-z]/.test(from)

type Handler = (request: FakeRequest, account: FakeTwilioAccount) => FakeAnswer | Promise<FakeAnswer>

/**
 * Twilio Programmable Messaging: Basic auth, form bodies, error codes, lists in pages, signed status callbacks, and the
 * STOP handling that answers and blocks by itself.
 */
export class FakeTwilio extends FakeServer {
  readonly state = new TwilioState()
  /** Every message goes through these, each told to its callback. */
  statuses = ['sent', 'delivered']
  /** With Advanced Opt-Out a webhook says what Twilio took the text for; the default handling says nothing. */
  advancedOptOut = false
  /** Lists come in pages of this many at most. */
  pageSize = 1000

  readonly #now: () => number
  readonly #pending = new Set<Promise<unknown>>()
  readonly #failures = new Map<string, number>()

  constructor({ now = () => Date.now() }: { now?: () => number } = {}) {
    super()
    this.#now = now
    this.#on('GET', BASE, (_request, account) => ({
      body: { ...account, token: undefined, friendly_name: 'Acme' },
    }))
    this.#on('GET', `${BASE}/IncomingPhoneNumbers.json`, (request) => this.#numbers(request))
    this.#on('POST', `${BASE}/IncomingPhoneNumbers/:sid`, (request) => this.#changeNumber(request))
    this.#on('POST', `${BASE}/Messages.json`, (request, account) => this.#send(request, account))
    this.#on('GET', `${BASE}/Messages.json`, (request, account) => this.#list(request, account))
    this.#on('GET', `${BASE}/Messages/:sid/Media.json`, (request) => ({
      body: {
        media_list: this.#message(request).media.map(({ sid, mimeType }) => ({
          sid,
          content_type: mimeType,
        })),
      },
    }))
    this.#on('GET', `${BASE}/Messages/:sid/Media/:media`, (request) => this.#mediaLocation(request))
    this.route('GET', '/bytes/:sid/:media', (request) => this.#bytes(request))
    this.#on('GET', '/v1/Services/:sid', (request) => ({ body: this.#serviceBody(request) }))
    this.#on('POST', '/v1/Services/:sid', (request) => this.#changeService(request))
    this.#on('GET', '/v1/Services/:sid/PhoneNumbers', (request) => ({
      body: {
        phone_numbers: this.#service(request).numbers.map((number) => ({ phone_number: number })),
        meta: { next_page_url: null },
      },
    }))
  }

  // What a customer of Twilio sets up.

  addAccount(token: string, change: Partial<FakeTwilioAccount> = {}): FakeTwilioAccount {
    const account: FakeTwilioAccount = {
      sid: this.state.nextId('AC'),
      token,
      status: 'active',
      type: 'Full',
      ...change,
    }
    this.state.accounts.set(account.sid, account)
    return account
  }

  addNumber(account: FakeTwilioAccount, number: string): void {
    this.state.numbers.set(number, { sid: this.state.nextId('PN'), account: account.sid, number, smsUrl: '' })
  }

  addService(account: FakeTwilioAccount, numbers: string[]): string {
    const sid = this.state.nextId('MG')
    this.state.services.set(sid, { sid, account: account.sid, numbers, inboundUrl: '', useNumberUrl: true })
    return sid
  }

  /** Messages to this phone are taken and then fail with this code: 30003, 30005, 30007, 30034 … */
  failDeliveries(phone: string, code: number): void {
    this.#failures.set(phone, code)
  }

  // What people with phones do.

  /** Somebody writes; STOP, START and HELP are obeyed and answered here before anybody is told. */
  async receive(
    to: string,
    from: string,
    body: string,
    media: { mimeType: string; bytes: Buffer }[] = []
  ): Promise<string> {
    const number = this.state.numbers.get(to)
    if (!number) throw new Error(`${to} is nobody's number`)
    const word = WORDS[body.trim().toUpperCase()]
    const message = this.#keep({
      sid: this.state.nextId(media.length > 0 ? 'MM' : 'SM'),
      account: number.account,
      direction: 'inbound',
      from,
      to,
      body,
      status: 'received',
      media: media.map((each) => ({ ...each, sid: this.state.nextId('ME') })),
    })
    if (word === 'STOP') this.state.stop(to, from)
    if (word === 'START') this.state.start(to, from)
    if (word)
      this.#keep({
        sid: this.state.nextId('SM'),
        account: number.account,
        direction: 'outbound-reply',
        from: to,
        to: from,
        body: ANSWERS[word],
        status: 'delivered',
      })

    const service = this.state.serviceOf(to)
    const url = service && !service.useNumberUrl ? service.inboundUrl : number.smsUrl
    if (url)
      await this.#post(
        url,
        number.account,
        inboundFields(message, 'https://api.twilio.com', this.advancedOptOut ? (word ?? null) : null)
      )
    return message.sid
  }

  /** What Twilio itself answered to STOP, START and HELP. */
  get ownAnswers(): FakeSms[] {
    return this.state.messages.filter(({ direction }) => direction === 'outbound-reply')
  }

  get sent(): FakeSms[] {
    return this.state.messages.filter(({ direction }) => direction === 'outbound-api')
  }

  /** Waits until every callback that is on its way has arrived. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending)
  }

  override async stop(): Promise<void> {
    await this.idle()
    await super.stop()
  }

  protected override rateLimited(retryAfterSeconds: number): FakeAnswer {
    return {
      status: 429,
      headers: { 'retry-after': String(retryAfterSeconds) },
      body: errorBody(20429, 'Too Many Requests', 429),
    }
  }

  #on(method: string, pattern: string, handler: Handler): void {
    this.route(method, pattern, async (request) => {
      try {
        return await handler(request, this.#authenticated(request))
      } catch (error) {
        if (!(error instanceof TwilioRefusal)) throw error
        return { status: error.status, body: errorBody(error.code, error.message, error.status) }
      }
    })
  }

  #authenticated({ headers, params }: FakeRequest): FakeTwilioAccount {
    const [sid, token] = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':')
    const account = this.state.accounts.get(sid ?? '')
    const asked = params.account?.replace(/\.json$/, '')
    if (!account || account.token !== token || (asked !== undefined && asked !== account.sid))
      throw new TwilioRefusal(20003, 'Authenticate', 401)
    return account
  }

  #send({ form }: FakeRequest, account: FakeTwilioAccount): FakeAnswer {
    const service = form.get('MessagingServiceSid')
    const to = form.get('To') ?? ''
    const body = form.get('Body') ?? ''
    const from = form.get('From') ?? this.state.services.get(service ?? '')?.numbers[0] ?? ''
    const statusCallback = form.get('StatusCallback')
    this.#check({ from, to, body, statusCallback, media: form.getAll('MediaUrl') }, account)

    const message = this.#keep({
      sid: this.state.nextId('SM'),
      account: account.sid,
      direction: 'outbound-api',
      from,
      to,
      body,
      service,
      statusCallback,
      status: service ? 'accepted' : 'queued',
    })
    this.#later(() => this.#deliver(message))
    return { status: 201, body: messageResource(message) }
  }

  #check(
    asked: { from: string; to: string; body: string; statusCallback: string | null; media: string[] },
    account: FakeTwilioAccount
  ): void {
    if (!/^\+[1-9]\d{6,14}$/.test(asked.to)) throw new TwilioRefusal(21211, "Invalid 'To' Phone Number")
    if (isName(asked.from) ? asked.from.length > 11 : this.state.numbers.get(asked.from)?.account !== account.sid)
      throw new TwilioRefusal(21606, "The 'From' number is not valid")
    if (isName(asked.from) && asked.to.startsWith('+1'))
      throw new TwilioRefusal(21612, 'Names are not shown in this country')
    if (asked.body === '' && asked.media.length === 0) throw new TwilioRefusal(21602, 'Message body is required')
    if (asked.body.length > 1600) throw new TwilioRefusal(21617, 'The message body is too long')
    if (asked.statusCallback !== null && !URL.canParse(asked.statusCallback))
      throw new TwilioRefusal(21609, "Invalid 'StatusCallback'")
    if (this.state.hasStopped(asked.from, asked.to))
      throw new TwilioRefusal(21610, 'Attempt to send to unsubscribed recipient')
  }

  async #deliver(message: FakeSms): Promise<void> {
    const failure = this.#failures.get(message.to) ?? null
    const [taken = 'sent'] = this.statuses
    const steps = failure === null ? this.statuses : [taken, failure === 21610 ? 'failed' : 'undelivered']
    for (const status of steps) {
      message.status = status
      message.errorCode = status === 'failed' || status === 'undelivered' ? failure : null
      if (message.statusCallback)
        await this.#post(message.statusCallback, message.account, statusFields(message, status, message.errorCode))
    }
    message.price = '-0.00750'
  }

  #list({ query, path }: FakeRequest, account: FakeTwilioAccount): FakeAnswer {
    const after = Date.parse(query.get('DateSent>') ?? '') || 0
    const found = this.state.messages
      .filter(
        (each) =>
          each.account === account.sid &&
          (!query.has('To') || each.to === query.get('To')) &&
          (!query.has('From') || each.from === query.get('From'))
      )
      .filter((each) => after === 0 || (messageResource(each).date_sent !== null && each.at >= after))
      .toReversed()
    const size = Math.min(Number(query.get('PageSize') ?? 50), this.pageSize)
    const page = Number(query.get('Page') ?? 0)
    const next = new URLSearchParams(query)
    next.set('Page', String(page + 1))
    const more = found.length > (page + 1) * size
    return {
      body: {
        messages: found.slice(page * size, (page + 1) * size).map(messageResource),
        next_page_uri: more ? `${path}?${next}` : null,
        page,
        page_size: size,
      },
    }
  }

  #numbers({ query }: FakeRequest): FakeAnswer {
    const found = this.state.numbers.get(query.get('PhoneNumber') ?? '')
    return {
      body: {
        incoming_phone_numbers: found ? [{ sid: found.sid, phone_number: found.number, sms_url: found.smsUrl }] : [],
      },
    }
  }

  #changeNumber({ params, form }: FakeRequest): FakeAnswer {
    const number = [...this.state.numbers.values()].find(({ sid }) => `${sid}.json` === params.sid)
    if (!number) throw new TwilioRefusal(20404, 'The requested resource was not found', 404)
    number.smsUrl = form.get('SmsUrl') ?? number.smsUrl
    return { body: { sid: number.sid, sms_url: number.smsUrl } }
  }

  #service({ params }: FakeRequest) {
    const service = this.state.services.get(params.sid)
    if (!service) throw new TwilioRefusal(20404, 'The requested resource was not found', 404)
    return service
  }

  #serviceBody(request: FakeRequest) {
    const { sid, inboundUrl, useNumberUrl } = this.#service(request)
    return {
      sid,
      friendly_name: 'Acme service',
      inbound_request_url: inboundUrl || null,
      use_inbound_webhook_on_number: useNumberUrl,
    }
  }

  #changeService(request: FakeRequest): FakeAnswer {
    const service = this.#service(request)
    service.inboundUrl = request.form.get('InboundRequestUrl') ?? service.inboundUrl
    service.useNumberUrl = request.form.get('UseInboundWebhookOnNumber') === 'true'
    return { body: this.#serviceBody(request) }
  }

  #message({ params }: FakeRequest): FakeSms {
    const message = this.state.messages.find(({ sid }) => sid === params.sid)
    if (!message) throw new TwilioRefusal(20404, 'The requested resource was not found', 404)
    return message
  }

  /** The bytes lie elsewhere, where no token is needed. */
  #mediaLocation(request: FakeRequest): FakeAnswer {
    this.#message(request)
    return {
      status: 307,
      headers: {
        location: `https://media.twiliocdn.com/bytes/${request.params.sid}/${request.params.media}`,
      },
    }
  }

  #bytes(request: FakeRequest): FakeAnswer {
    const media = this.#message(request).media.find(({ sid }) => sid === request.params.media)
    if (!media || request.headers.authorization) return { status: 403 }
    return { headers: { 'content-type': media.mimeType }, body: media.bytes }
  }

  #keep(
    given: Pick<FakeSms, 'sid' | 'account' | 'direction' | 'from' | 'to' | 'body' | 'status'> & Partial<FakeSms>
  ): FakeSms {
    const service =
      given.service ?? (given.direction === 'inbound' ? (this.state.serviceOf(given.to)?.sid ?? null) : null)
    const message: FakeSms = {
      errorCode: null,
      statusCallback: null,
      media: [],
      price: null,
      at: this.#now(),
      ...given,
      service,
    }
    this.state.messages.push(message)
    return message
  }

  /** Twilio tries once, and gives up. */
  async #post(url: string, account: string, fields: Record<string, string>): Promise<void> {
    const owner = this.state.accounts.get(account)
    if (!owner) return
    const sent = sendWebhook(signedForm(url, owner, fields), this.faults, {
      attempts: this.faults.duplicate ? 2 : 1,
    })
    this.#pending.add(sent)
    await sent.finally(() => this.#pending.delete(sent))
  }

  /** Runs after the answer has left, and counts as pending from now on. */
  #later(work: () => Promise<void>): void {
    const done = new Promise<void>((resolve) => setImmediate(resolve)).then(work)
    this.#pending.add(done)
    done.finally(() => this.#pending.delete(done)).catch(() => this.#pending.delete(done))
  }
}
