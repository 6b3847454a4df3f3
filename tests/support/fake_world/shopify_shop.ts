import { createHmac, randomUUID } from 'node:crypto'
import type { Faults } from './faults.ts'
import type { FakeGrant } from './shopify_oauth.ts'
import {
  checkoutBody,
  consentBody,
  customerBody,
  fulfillmentBody,
  fulfillmentEventBody,
  orderBody,
  refundBody,
  totalOf,
} from './shopify_bodies.ts'
import { MERINO } from './shopify_state.ts'
import type {
  FakeCheckout,
  FakeCustomer,
  FakeFulfillment,
  FakeItem,
  FakeOrder,
  FakeSubscription,
} from './shopify_state.ts'
import { sendWebhook, type DeliveryAttempt, type OutgoingWebhook } from './webhook_sender.ts'

/** A webhook as it left, or as it would have left had anybody subscribed. */
export interface SentWebhook extends OutgoingWebhook {
  topic: string
  attempts: DeliveryAttempt[]
}

interface ShopOptions {
  name?: string
  clientId?: string
  clientSecret?: string
  scopes?: string[]
  /** Where the app may send people back to; without any, nobody can sign in. */
  redirectUris?: string[]
  /** The shop belongs to somebody else than the app. */
  ofAnotherOrganization?: boolean
  now?: () => number
}

const SCOPES = ['read_orders', 'write_customers', 'read_products', 'read_fulfillments', 'write_discounts']
const GIVES_UP_AFTER = 8

/** One shop of the fake Shopify: what is in it, and the things that merchants and buyers do in it. */
export class FakeShop {
  readonly name: string
  readonly clientId: string
  readonly clientSecret: string
  scopes: string[]
  readonly knownScopes: readonly string[] = SCOPES
  readonly redirectUris: readonly string[]
  readonly ofAnotherOrganization: boolean
  /** The owner's yes to the app, where it was signed in. */
  grant: FakeGrant | null = null
  /** Tokens that work, with the machine time at which they end. */
  readonly tokens = new Map<string, number>()
  readonly customers: FakeCustomer[] = []
  readonly checkouts: FakeCheckout[] = []
  readonly orders: FakeOrder[] = []
  readonly subscriptions: FakeSubscription[] = []
  readonly discounts = new Map<string, Record<string, unknown>>()
  readonly sent: SentWebhook[] = []
  /** The shop is on a plan that keeps names, phones and addresses from custom apps. */
  withholdsPersonalData = false
  /** The app lacks the permission to list abandoned checkouts. */
  refusesCheckouts = false
  /** The version that answers; null = the one asked for. */
  servesVersion: string | null = null
  readonly domain: string
  readonly #faults: Faults
  readonly #now: () => number
  #ids = 6_120_000_000_000

  constructor(domain: string, faults: Faults, options: ShopOptions = {}) {
    this.domain = domain
    this.#faults = faults
    this.#now = options.now ?? Date.now
    this.name = options.name ?? 'Bottega Lucente'
    this.clientId = options.clientId ?? 'fake-shopify-client'
    this.clientSecret = options.clientSecret ?? 'shpss_fake_client_secret_0001'
    this.scopes = options.scopes ?? [...SCOPES]
    this.redirectUris = options.redirectUris ?? []
    this.ofAnotherOrganization = options.ofAnotherOrganization ?? false
  }

  now() {
    return this.#now()
  }

  nextId() {
    return (this.#ids += 11)
  }

  addCustomer(changes: Partial<FakeCustomer> = {}): FakeCustomer {
    const at = this.now()
    const customer: FakeCustomer = {
      id: this.nextId(),
      firstName: 'Giulia',
      lastName: 'Ferraro',
      email: 'giulia.ferraro@example.com',
      phone: '+393330000101',
      country: 'IT',
      locale: 'it-IT',
      tags: [],
      createdAt: at,
      updatedAt: at,
      ...changes,
    }
    this.customers.push(customer)
    return customer
  }

  async signUp(changes: Partial<FakeCustomer> = {}): Promise<FakeCustomer> {
    const customer = this.addCustomer(changes)
    await this.emit('customers/create', customerBody(customer, this.withholdsPersonalData))
    return customer
  }

  async changeSmsConsent(customer: FakeCustomer, state: 'subscribed' | 'unsubscribed') {
    await this.emit('customers_marketing_consent/update', consentBody(customer, state, this.now()))
  }

  /** A buyer begins to check out; `customer: null` until an address is typed. */
  async startCheckout(changes: Partial<FakeCheckout> = {}): Promise<FakeCheckout> {
    const at = this.now()
    const token = randomUUID().replaceAll('-', '')
    const cartToken = `Z2Nw${token.slice(0, 24)}`
    const checkout: FakeCheckout = {
      id: this.nextId(),
      token,
      cartToken,
      customer: changes.customer === undefined ? this.addCustomer() : changes.customer,
      items: [MERINO],
      attributes: [],
      landingSite: '/',
      createdAt: at,
      updatedAt: at,
      completedAt: null,
      recoveryUrl: `https://${this.domain}/68112233/checkouts/ac/${cartToken}/recover?key=${token.slice(0, 16)}&locale=it-IT`,
      ...changes,
    }
    this.checkouts.push(checkout)
    await this.emit('checkouts/create', checkoutBody(checkout, this.withholdsPersonalData))
    return checkout
  }

  async changeCheckout(checkout: FakeCheckout, changes: Partial<FakeCheckout> = {}) {
    Object.assign(checkout, changes, { updatedAt: this.now() })
    await this.emit('checkouts/update', checkoutBody(checkout, this.withholdsPersonalData))
  }

  /** The buyer pays: the checkout ends, and its order is created and paid. */
  async completeCheckout(checkout: FakeCheckout, { paid = true }: { paid?: boolean } = {}): Promise<FakeOrder> {
    await this.changeCheckout(checkout, { completedAt: this.now() })
    const order = await this.placeOrder({
      checkout,
      customer: checkout.customer ?? this.addCustomer(),
      items: checkout.items,
      attributes: checkout.attributes,
      landingSite: checkout.landingSite,
    })
    if (paid) await this.payOrder(order)
    return order
  }

  async placeOrder(changes: Partial<FakeOrder> = {}): Promise<FakeOrder> {
    const at = this.now()
    const number = 1042 + this.orders.length
    const items: FakeItem[] = changes.items ?? [MERINO]
    const order: FakeOrder = {
      id: this.nextId(),
      shop: this.domain,
      number,
      name: `#${number}`,
      token: randomUUID().replaceAll('-', ''),
      checkout: null,
      customer: changes.customer ?? this.addCustomer(),
      items,
      total: totalOf(items),
      attributes: [],
      landingSite: null,
      payment: 'pending',
      test: false,
      createdAt: at,
      updatedAt: at,
      cancelledAt: null,
      closedAt: null,
      fulfillments: [],
      refunds: [],
      ...changes,
    }
    this.orders.push(order)
    await this.#tellOrder('orders/create', order)
    return order
  }

  async payOrder(order: FakeOrder) {
    Object.assign(order, { payment: 'paid', updatedAt: this.now() })
    await this.#tellOrder('orders/paid', order)
    await this.#tellOrder('orders/updated', order)
  }

  async cancelOrder(order: FakeOrder) {
    const at = this.now()
    Object.assign(order, {
      cancelledAt: at,
      closedAt: at,
      updatedAt: at,
      payment: order.payment === 'pending' ? 'voided' : order.payment,
    })
    await this.#tellOrder('orders/cancelled', order)
    await this.#tellOrder('orders/updated', order)
  }

  async refundOrder(order: FakeOrder, amount = order.total) {
    const at = this.now()
    const refund = { id: this.nextId(), orderId: order.id, amount, at }
    order.refunds.push(refund)
    const sum = order.refunds.reduce((total, each) => total + each.amount, 0)
    Object.assign(order, { payment: sum >= order.total ? 'refunded' : 'partially_refunded', updatedAt: at })
    await this.emit('refunds/create', refundBody(refund))
    await this.#tellOrder('orders/updated', order)
  }

  async fulfilOrder(order: FakeOrder): Promise<FakeFulfillment> {
    const at = this.now()
    const fulfillment: FakeFulfillment = {
      id: this.nextId(),
      order,
      trackingNumber: `GLS${this.nextId()}`,
      shipmentStatus: null,
      createdAt: at,
      updatedAt: at,
    }
    order.fulfillments.push(fulfillment)
    order.updatedAt = at
    await this.emit('fulfillments/create', fulfillmentBody(fulfillment))
    await this.#tellOrder('orders/fulfilled', order)
    return fulfillment
  }

  /** `in_transit`, `out_for_delivery`, `delivered`, `delayed`, `failure` … */
  async moveParcel(fulfillment: FakeFulfillment, status: string) {
    const at = this.now()
    Object.assign(fulfillment, { shipmentStatus: status, updatedAt: at })
    await this.emit('fulfillment_events/create', fulfillmentEventBody(fulfillment, this.nextId(), status, at))
    await this.emit('fulfillments/update', fulfillmentBody(fulfillment))
  }

  async uninstallApp() {
    this.tokens.clear()
    this.grant = null
    await this.emit('app/uninstalled', { id: 68112233, name: this.name, myshopify_domain: this.domain })
    this.subscriptions.length = 0
  }

  /** Signs and delivers to whoever subscribed; every retry carries the first body and the first webhook id. */
  async emit(topic: string, body: object): Promise<SentWebhook[]> {
    const wanted = topic.replace('/', '_').toUpperCase()
    const eventId = randomUUID()
    const deliveries: SentWebhook[] = []
    for (const subscription of this.subscriptions.filter((each) => each.topic === wanted)) {
      const delivery = await this.deliver(subscription.uri, topic, body, eventId)
      deliveries.push(delivery)
      this.#judge(subscription, delivery)
    }
    return deliveries
  }

  /** Delivers one webhook to a URL, subscribed or not. */
  async deliver(url: string, topic: string, body: object, eventId: string = randomUUID()): Promise<SentWebhook> {
    const webhook = this.sign(url, topic, body, eventId)
    const sent = { ...webhook, topic, attempts: await sendWebhook(webhook, this.#faults) }
    this.sent.push(sent)
    return sent
  }

  /** The request as Shopify makes it, without sending it. */
  sign(url: string, topic: string, body: object, eventId: string = randomUUID()): OutgoingWebhook & { body: string } {
    const text = JSON.stringify(body)
    return {
      url,
      body: text,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Shopify-Captain-Hook',
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': this.domain,
        'x-shopify-api-version': this.servesVersion ?? '2026-10',
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-event-id': eventId,
        'x-shopify-triggered-at': new Date(this.now()).toISOString(),
        'x-shopify-hmac-sha256': createHmac('sha256', this.clientSecret).update(text).digest('base64'),
      },
    }
  }

  #tellOrder(topic: string, order: FakeOrder) {
    return this.emit(topic, orderBody(order, this.withholdsPersonalData))
  }

  // A subscription made by API is deleted when its deliveries keep failing.
  #judge(subscription: FakeSubscription, { attempts }: SentWebhook) {
    const delivered =
      attempts.length === 0 || attempts.some(({ status }) => status !== null && status >= 200 && status < 300)
    subscription.failures = delivered ? 0 : subscription.failures + attempts.length
    if (subscription.failures < GIVES_UP_AFTER) return
    this.subscriptions.splice(this.subscriptions.indexOf(subscription), 1)
  }
}
