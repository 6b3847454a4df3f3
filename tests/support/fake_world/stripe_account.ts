import { createHmac, randomBytes } from 'node:crypto'
import type { Faults } from './faults.ts'
import { StripeRefusal } from './stripe_forms.ts'
import { sendWebhook } from './webhook_sender.ts'
import type { DeliveryAttempt } from './webhook_sender.ts'

export type Resource = Record<string, unknown> & { id: string; object: string }

export interface FakeEndpoint extends Resource {
  url: string
  enabled_events: string[]
  status: 'enabled' | 'disabled'
  api_version: string | null
}

export type FakeSession = Resource & {
  status: 'open' | 'complete' | 'expired'
  payment_status: 'paid' | 'unpaid'
  payment_intent: string | null
  amount_total: number
  currency: string
  metadata: Record<string, string>
}

/** What Stripe says of a card; none of it may ever be found on our side. */
export const CARD = {
  brand: 'fakevisa',
  last4: '0341',
  exp_month: 4,
  exp_year: 2031,
  fingerprint: 'Fxp4r1ntOfACard',
  funding: 'credit',
}

/** One Stripe account: what it holds, what its customers do, and the webhooks that follow. */
export class FakeStripeAccount {
  readonly id: string
  readonly resources = new Map<string, Resource>()
  /** Newest first, as Stripe lists them. */
  readonly events: (Resource & { created: number; type: string })[] = []
  readonly secrets = new Map<string, string[]>()
  /** The webhooks tell of objects by their id alone. */
  thin = false

  readonly #faults: Faults
  readonly #now: () => number
  #made = 0

  constructor(id: string, faults: Faults, now: () => number) {
    this.id = id
    this.#faults = faults
    this.#now = now
  }

  get seconds(): number {
    return Math.floor(this.#now() / 1000)
  }

  nextId(prefix: string): string {
    return `${prefix}_${prefix === 'cs' ? 'test_' : ''}${this.id.slice(5)}${String(++this.#made).padStart(4, '0')}`
  }

  keep<T extends object>(object: string, prefix: string, fields: T): T & Resource {
    const made = { id: this.nextId(prefix), object, created: this.seconds, livemode: false, metadata: {}, ...fields }
    this.resources.set(made.id, made)
    return made
  }

  find<T extends Resource = Resource>(object: string, id: string, param = 'id'): T {
    const found = this.resources.get(id)
    if (found?.object !== object) throw new StripeRefusal(404, { code: 'resource_missing', param })
    return found as T
  }

  of<T extends Resource = Resource>(object: string): T[] {
    return [...this.resources.values()].filter((each) => each.object === object).toReversed() as T[]
  }

  // What customers, and the people at the dashboard, do.

  /** The customer pays at the page. Of a debit the outcome comes later, by `settleDebit`. */
  async pay(sessionId: string, method: 'card' | 'sepa_debit' = 'card'): Promise<DeliveryAttempt[]> {
    const session = this.find<FakeSession>('checkout.session', sessionId)
    if (session.status !== 'open') throw new Error(`${sessionId} cannot be paid: it is ${session.status}`)
    const paid = method === 'card'
    const payment = this.#paymentOf(session)
    if (paid) this.#charge(payment, session)
    Object.assign(payment, { status: paid ? 'succeeded' : 'processing', last_payment_error: null })
    Object.assign(session, {
      status: 'complete',
      payment_status: paid ? 'paid' : 'unpaid',
      url: null,
      customer_details: {
        email: 'sara.conti@example.com',
        name: 'Sara Conti',
        phone: null,
        address: { country: 'IT' },
      },
    })
    return this.tell('checkout.session.completed', session)
  }

  async settleDebit(sessionId: string, succeeds: boolean): Promise<DeliveryAttempt[]> {
    const session = this.find<FakeSession>('checkout.session', sessionId)
    const payment = this.find('payment_intent', String(session.payment_intent))
    if (succeeds) this.#charge(payment, session)
    Object.assign(payment, { status: succeeds ? 'succeeded' : 'requires_payment_method' })
    session.payment_status = succeeds ? 'paid' : 'unpaid'
    return this.tell(`checkout.session.async_payment_${succeeds ? 'succeeded' : 'failed'}`, session)
  }

  /** The bank says no; the page stays open. */
  async decline(sessionId: string, decline_code = 'insufficient_funds'): Promise<DeliveryAttempt[]> {
    const payment = this.#paymentOf(this.find<FakeSession>('checkout.session', sessionId))
    const method = { id: this.nextId('pm'), object: 'payment_method', type: 'card', card: CARD }
    Object.assign(payment, {
      status: 'requires_payment_method',
      latest_charge: this.nextId('ch'),
      last_payment_error: { type: 'card_error', code: 'card_declined', decline_code, payment_method: method },
    })
    return this.tell('payment_intent.payment_failed', payment)
  }

  async runOut(sessionId: string): Promise<DeliveryAttempt[]> {
    const session = this.find<FakeSession>('checkout.session', sessionId)
    session.status = 'expired'
    return this.tell('checkout.session.expired', session)
  }

  refund(paymentId: string, amount: number | null): Resource {
    const payment = this.find('payment_intent', paymentId, 'payment_intent')
    const left = Number(payment.amount_received) - Number(payment.refunded ?? 0)
    if (left === 0) throw new StripeRefusal(400, { code: 'charge_already_refunded' })
    if (amount !== null && (amount > left || amount <= 0)) throw new StripeRefusal(400, { param: 'amount' })
    payment.refunded = Number(payment.refunded ?? 0) + (amount ?? left)
    return this.keep('refund', 're', {
      amount: amount ?? left,
      currency: payment.currency,
      payment_intent: paymentId,
      charge: payment.latest_charge,
      status: 'succeeded',
      destination_details: { type: 'card', card: { reference: '7455550341', type: 'refund' } },
    })
  }

  /** A new secret, and the old one for a day: webhooks are signed with both. */
  rollSecret(endpointId: string): string {
    const secret = `whsec_${randomBytes(16).toString('hex')}`
    this.secrets.set(endpointId, [secret, ...(this.secrets.get(endpointId) ?? []).slice(0, 1)])
    return secret
  }

  /** Writes the event down and posts it to every endpoint that asked for it. */
  async tell(type: string, object: Resource): Promise<DeliveryAttempt[]> {
    const event = {
      id: this.nextId('evt'),
      object: 'event',
      api_version: '2026-10-28.endive',
      created: this.seconds,
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
      data: { object: structuredClone(object) },
    }
    this.events.unshift(event)
    const body = JSON.stringify(this.thin ? this.#thinly(event, object) : event)
    const wanted = this.of<FakeEndpoint>('webhook_endpoint').filter(
      ({ status, enabled_events: events }) => status === 'enabled' && (events.includes(type) || events.includes('*'))
    )
    const sent = wanted.map(({ id, url }) => {
      const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': this.#signed(id, body) }
      return sendWebhook({ url, headers, body }, this.#faults)
    })
    return (await Promise.all(sent)).flat()
  }

  #thinly(event: { id: string; type: string }, { id, object }: Resource) {
    return {
      id: this.nextId('evt_65'),
      object: 'v2.core.event',
      type: `v1.${event.type}`,
      created: new Date(this.#now()).toISOString(),
      livemode: false,
      context: null,
      related_object: { id, type: object, url: `/v1/${object.replace('.', '/')}s/${id}` },
      snapshot_event: event.id,
    }
  }

  /** https://docs.stripe.com/webhooks#verify-manually. The time is the real one, whatever the product's clock says. */
  #signed(endpointId: string, body: string): string {
    const time = Math.floor(Date.now() / 1000)
    const signatures = (this.secrets.get(endpointId) ?? []).map(
      (secret) => `v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`
    )
    return [`t=${time}`, ...signatures].join(',')
  }

  #paymentOf(session: FakeSession): Resource {
    if (session.payment_intent) return this.find('payment_intent', session.payment_intent)
    const payment = this.keep('payment_intent', 'pi', {
      amount: session.amount_total,
      amount_received: 0,
      currency: session.currency,
      status: 'requires_payment_method',
      metadata: session.payment_metadata,
      last_payment_error: null,
    })
    session.payment_intent = payment.id
    return payment
  }

  #charge(payment: Resource, { amount_total: amount, currency }: FakeSession): void {
    const charge = this.keep('charge', 'ch', {
      amount,
      currency,
      payment_intent: payment.id,
      payment_method_details: { type: 'card', card: CARD },
    })
    Object.assign(payment, { amount_received: amount, latest_charge: charge.id })
  }
}
