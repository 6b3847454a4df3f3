import { createHash, createHmac } from 'node:crypto'
import type { Faults } from './faults.ts'
import { sendWebhook, type DeliveryAttempt, type OutgoingWebhook } from './webhook_sender.ts'
import { customerBody, orderBody, productBody, totalOf } from './woocommerce_bodies.ts'
import { CUP } from './woocommerce_state.ts'
import type {
  FakeWooCustomer,
  FakeWooItem,
  FakeWooKey,
  FakeWooOrder,
  FakeWooProduct,
  FakeWooWebhook,
} from './woocommerce_state.ts'

/** A webhook as it left. */
export interface SentWooWebhook extends OutgoingWebhook {
  topic: string
  attempts: DeliveryAttempt[]
}

/** On how many failures in a row a webhook is still tried (`woocommerce_max_webhook_delivery_failures`). */
const MOST_FAILURES = 5

/** One WordPress with WooCommerce: what is in it, and what merchants and buyers do in it. */
export class FakeWooShop {
  readonly site: string
  readonly name = 'Emporio Aurora'
  readonly keys = new Map<string, FakeWooKey>()
  readonly customers: FakeWooCustomer[] = []
  readonly orders: FakeWooOrder[] = []
  readonly products: FakeWooProduct[] = []
  readonly coupons: Record<string, unknown>[] = []
  readonly webhooks: FakeWooWebhook[] = []
  readonly sent: SentWooWebhook[] = []
  /** What our endpoints answered to the pings of new webhooks. */
  readonly pings: (number | null)[] = []
  /** The server takes the authorization header away before PHP sees it. */
  stripsAuthorization = false
  /** Permalinks are set to "plain": only `?rest_route=` works. */
  plainAddresses = false
  /** The block checkout is there, and with it the status of its drafts. */
  hasBlocks = true
  readonly #faults: Faults
  readonly #now: () => number
  #ids = 1200

  constructor(site: string, faults: Faults, now: () => number = Date.now) {
    this.site = site
    this.#faults = faults
    this.#now = now
  }

  nextId() {
    return (this.#ids += 1)
  }

  issueKey(permissions: FakeWooKey['permissions'] = 'read_write') {
    const id = this.nextId()
    const consumerKey = `ck_${createHash('sha1').update(`${this.site}${id}`).digest('hex')}`
    const consumerSecret = `cs_${createHash('sha1').update(`secret ${this.site}${id}`).digest('hex')}`
    this.keys.set(consumerKey, { secret: consumerSecret, permissions })
    return { id, consumerKey, consumerSecret }
  }

  addCustomer(changes: Partial<FakeWooCustomer> = {}): FakeWooCustomer {
    const at = this.#now()
    const customer: FakeWooCustomer = {
      id: this.nextId(),
      firstName: 'Luca',
      lastName: 'Moretti',
      email: 'luca.moretti@example.com',
      phone: '333 0000102',
      country: 'IT',
      createdAt: at,
      updatedAt: at,
      ...changes,
    }
    this.customers.push(customer)
    return customer
  }

  async signUp(changes: Partial<FakeWooCustomer> = {}): Promise<FakeWooCustomer> {
    const customer = this.addCustomer(changes)
    await this.emit('customer.created', customerBody(customer))
    return customer
  }

  /** Somebody fills in the block checkout; every keystroke that is saved tells `order.updated`, never `order.created`. */
  async startDraft(changes: Partial<FakeWooOrder> = {}): Promise<FakeWooOrder> {
    const draft = this.#addOrder({ status: 'checkout-draft', createdVia: 'store-api', ...changes })
    await this.#tellOrder('order.updated', draft)
    return draft
  }

  /** The draft turns into an order, or the classic checkout makes one. */
  async placeOrder(given: Partial<FakeWooOrder> | FakeWooOrder = {}): Promise<FakeWooOrder> {
    const draft = this.orders.find((each) => each === given)
    const order = draft ?? this.#addOrder({ createdVia: 'checkout', ...given })
    Object.assign(order, { status: 'pending', createdAt: this.#now(), updatedAt: this.#now() })
    await this.#tellOrder('order.created', order)
    return order
  }

  /** Any status; the times that go with it are set as WooCommerce sets them. */
  async setStatus(order: FakeWooOrder, status: string, meta: Record<string, unknown> = {}) {
    const at = this.#now()
    for (const [key, value] of Object.entries(meta)) order.meta.push({ key, value })
    Object.assign(order, {
      status,
      updatedAt: at,
      paidAt: order.paidAt ?? (['processing', 'completed'].includes(status) ? at : null),
      completedAt: status === 'completed' ? at : order.completedAt,
    })
    await this.#tellOrder('order.updated', order)
  }

  /** Advanced Shipment Tracking and the rest write it when the order is completed. */
  async ship(order: FakeWooOrder, trackingNumber: string) {
    const parcel = {
      tracking_provider: '',
      custom_tracking_provider: 'GLS Italy',
      custom_tracking_link: `https://tracking.example/${trackingNumber}`,
      tracking_number: trackingNumber,
      date_shipped: String(Math.floor(this.#now() / 86_400_000) * 86_400),
      tracking_id: createHash('md5').update(trackingNumber).digest('hex'),
    }
    await this.setStatus(order, 'completed', { _wc_shipment_tracking_items: [parcel] })
  }

  async refund(order: FakeWooOrder, total: string = order.total, items: FakeWooItem[] = []) {
    order.refunds.push({ id: this.nextId(), total, reason: 'Damaged', items, at: this.#now() })
    await this.setStatus(order, total === order.total ? 'refunded' : order.status)
  }

  async deleteOrder(order: FakeWooOrder) {
    this.orders.splice(this.orders.indexOf(order), 1)
    await this.emit('order.deleted', { id: order.id })
  }

  async setProduct(changes: Partial<FakeWooProduct> & { id: number }): Promise<FakeWooProduct> {
    const at = this.#now()
    const known = this.products.find(({ id }) => id === changes.id)
    const fresh: FakeWooProduct = {
      name: 'Tazza in ceramica',
      price: '22.50',
      stock: 'instock',
      status: 'publish',
      createdAt: at,
      updatedAt: at,
      ...changes,
    }
    if (!known) this.products.push(fresh)
    const product = known ? Object.assign(known, changes, { updatedAt: at }) : fresh
    await this.emit(known ? 'product.updated' : 'product.created', productBody(product, this.site))
    return product
  }

  /** A new webhook says hello in a form, without topic or signature. */
  async ping({ id, delivery_url: url }: FakeWooWebhook) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': AGENT }
    const [attempt] = await sendWebhook({ url, headers, body: `webhook_id=${id}` }, this.#faults, { attempts: 1 })
    if (attempt) this.pings.push(attempt.status)
  }

  /** Signs and sends to whoever asked for this topic, once: WooCommerce tries no second time. */
  async emit(topic: string, body: Record<string, unknown>): Promise<void> {
    for (const webhook of this.webhooks.filter((each) => each.topic === topic && each.status === 'active')) {
      const outgoing = this.sign(webhook, topic, body)
      const attempts = await sendWebhook(outgoing, this.#faults, { attempts: 1 })
      if (attempts.length === 0) continue
      this.sent.push({ ...outgoing, topic, attempts })
      judge(webhook, attempts)
    }
  }

  sign(webhook: FakeWooWebhook, topic: string, body: Record<string, unknown>): OutgoingWebhook & { body: string } {
    const [resource = '', event = ''] = topic.split('.')
    const text = JSON.stringify(body)
    return {
      url: webhook.delivery_url,
      body: text,
      headers: {
        'content-type': 'application/json',
        'user-agent': AGENT,
        'x-wc-webhook-source': `${this.site}/`,
        'x-wc-webhook-topic': topic,
        'x-wc-webhook-resource': resource,
        'x-wc-webhook-event': event,
        'x-wc-webhook-id': String(webhook.id),
        'x-wc-webhook-delivery-id': createHash('md5').update(`${webhook.id}${this.#now()}`).digest('hex'),
        'x-wc-webhook-signature': createHmac('sha256', webhook.secret).update(text).digest('base64'),
      },
    }
  }

  #addOrder(changes: Partial<FakeWooOrder>): FakeWooOrder {
    const at = this.#now()
    const items = changes.items ?? [CUP]
    const order: FakeWooOrder = {
      id: this.nextId(),
      status: 'pending',
      createdVia: 'checkout',
      customer: changes.customer === undefined ? this.addCustomer() : changes.customer,
      items,
      total: totalOf(items),
      meta: [],
      refunds: [],
      notes: [],
      createdAt: at,
      updatedAt: at,
      paidAt: null,
      completedAt: null,
      ...changes,
    }
    this.orders.push(order)
    return order
  }

  #tellOrder(topic: string, order: FakeWooOrder) {
    return this.emit(topic, orderBody(order, this.site))
  }
}

const AGENT = 'WooCommerce/10.4.2 Hookshot (WordPress/6.9)'

function judge(webhook: FakeWooWebhook, attempts: DeliveryAttempt[]) {
  const arrived = attempts.every(({ status }) => status !== null && status >= 200 && status < 303)
  if (arrived) webhook.failures = 0
  else if (webhook.failures > MOST_FAILURES) webhook.status = 'disabled'
  else webhook.failures += 1
}
