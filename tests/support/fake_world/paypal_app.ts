import { createSign } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { TestCertificate } from '#plugins/paypal/testing_certificate'
import type { Faults } from './faults.ts'
import { sendWebhook } from './webhook_sender.ts'
import type { DeliveryAttempt } from './webhook_sender.ts'

export type Json = Record<string, unknown>

interface Amount {
  currency_code: string
  value: string
}

export interface FakeCapture extends Json {
  id: string
  status: string
  amount: Amount
  /** In minor units of a currency with two decimals. */
  refunded: number
}

export interface FakeOrder extends Json {
  id: string
  status: string
  intent: string
  purchase_units: { custom_id: string; invoice_id: string; amount: Amount }[]
}

export interface FakeWebhook {
  id: string
  url: string
  event_types: { name: string }[]
}

/** What PayPal refuses a call with. */
export class PayPalRefusal extends Error {
  readonly status: number
  readonly reason: { name: string; issue?: string; field?: string }

  constructor(status: number, reason: { name: string; issue?: string; field?: string }) {
    super(`PayPal refuses: ${reason.issue ?? reason.name}`)
    this.status = status
    this.reason = reason
  }
}

export const unprocessable = (issue: string, field?: string) =>
  new PayPalRefusal(422, { name: 'UNPROCESSABLE_ENTITY', issue, ...(field ? { field } : {}) })
const unknown = () => new PayPalRefusal(404, { name: 'RESOURCE_NOT_FOUND', issue: 'INVALID_RESOURCE_ID' })

/** What PayPal says of a card of somebody who has no account; none of it may ever be found on our side. */
export const CARD = { last_digits: '0341', brand: 'FAKEVISA', expiry: '2031-04', type: 'CREDIT' }

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** One REST app of a merchant: its orders, what buyers do with them, and the webhooks that follow. */
export class FakePayPalApp {
  readonly clientId: string
  secret: string
  readonly tokens = new Set<string>()
  readonly orders = new Map<string, FakeOrder>()
  readonly captures = new Map<string, FakeCapture>()
  readonly refunds = new Map<string, Json>()
  readonly webhooks = new Map<string, FakeWebhook>()
  /** Newest first. */
  readonly events: Json[] = []
  /** What becomes of the next capture: `COMPLETED`, `PENDING`, or an issue it is refused with. */
  captureEnds = 'COMPLETED'
  /** Money taken, in minor units, whoever asked. */
  taken = 0

  readonly #surroundings: { faults: Faults; now: () => number; certificate: TestCertificate }
  #made = 0

  constructor(
    clientId: string,
    secret: string,
    surroundings: { faults: Faults; now: () => number; certificate: TestCertificate }
  ) {
    this.clientId = clientId
    this.secret = secret
    this.#surroundings = surroundings
  }

  get iso(): string {
    return new Date(this.#surroundings.now()).toISOString()
  }

  /** Seventeen capitals and digits, as PayPal's ids are. */
  nextId(): string {
    this.#made += 1
    const seed = `${this.clientId}${this.#made}`
    return [...Array(17).keys()].map((index) => ALPHABET[crc32(`${seed}/${index}`) % ALPHABET.length]).join('')
  }

  find<T>(kept: Map<string, T>, id: string): T {
    const found = kept.get(id)
    if (!found) throw unknown()
    return found
  }

  // What buyers, and PayPal's own people, do.

  async approve(orderId: string, { byCard = false } = {}): Promise<DeliveryAttempt[]> {
    const order = this.find(this.orders, orderId)
    Object.assign(order, {
      status: 'APPROVED',
      payment_source: byCard ? { card: CARD } : { paypal: { email_address: 'paolo.greco@example.com' } },
      payer: {
        name: { given_name: 'Paolo', surname: 'Greco' },
        email_address: 'paolo.greco@example.com',
        address: { country_code: 'IT' },
      },
    })
    return this.tell('CHECKOUT.ORDER.APPROVED', 'checkout-order', order)
  }

  /** Approved and left lying for too long. */
  async reverseApproval(orderId: string): Promise<DeliveryAttempt[]> {
    const order = this.find(this.orders, orderId)
    order.status = 'VOIDED'
    const { purchase_units } = order
    return this.tell('CHECKOUT.PAYMENT-APPROVAL.REVERSED', 'checkout-order', { order_id: orderId, purchase_units })
  }

  async capture(order: FakeOrder): Promise<void> {
    if (order.status === 'COMPLETED') throw unprocessable('ORDER_ALREADY_CAPTURED')
    if (order.status !== 'APPROVED') throw unprocessable('ORDER_NOT_APPROVED')
    const [unit] = order.purchase_units
    if (!unit) throw unknown()
    const paidBefore = [...this.captures.values()].some(({ invoice_id: number }) => number === unit.invoice_id)
    if (paidBefore) throw unprocessable('DUPLICATE_INVOICE_ID')
    if (!['COMPLETED', 'PENDING'].includes(this.captureEnds)) throw unprocessable(this.captureEnds)
    const capture: FakeCapture = {
      id: this.nextId(),
      status: this.captureEnds,
      amount: unit.amount,
      refunded: 0,
      custom_id: unit.custom_id,
      invoice_id: unit.invoice_id,
      supplementary_data: { related_ids: { order_id: order.id } },
      processor_response: { cvv_code: 'M', response_code: '0000' },
      create_time: this.iso,
      ...(this.captureEnds === 'PENDING' ? { status_details: { reason: 'PENDING_REVIEW' } } : {}),
    }
    this.captures.set(capture.id, capture)
    this.taken += centsOf(capture.amount)
    order.status = 'COMPLETED'
    Object.assign(unit, { payments: { captures: [capture] } })
    await this.tell(`PAYMENT.CAPTURE.${capture.status}`, 'capture', capture)
  }

  /** PayPal has looked at what it held back. */
  async review(orderId: string, outcome: 'COMPLETED' | 'DECLINED'): Promise<DeliveryAttempt[]> {
    const capture = [...this.captures.values()].find(
      ({ supplementary_data: data }) => (data as { related_ids: Json }).related_ids.order_id === orderId
    )
    if (!capture) throw unknown()
    capture.status = outcome
    delete capture.status_details
    return this.tell(`PAYMENT.CAPTURE.${outcome === 'DECLINED' ? 'DENIED' : outcome}`, 'capture', capture)
  }

  async refund(capture: FakeCapture, amount: Amount | null): Promise<Json> {
    if (amount && amount.currency_code !== capture.amount.currency_code)
      throw unprocessable('REFUND_CAPTURE_CURRENCY_MISMATCH')
    const left = centsOf(capture.amount) - capture.refunded
    if (left === 0) throw unprocessable('CAPTURE_FULLY_REFUNDED')
    const wanted = amount ? centsOf(amount) : left
    if (wanted > left) throw unprocessable('REFUND_AMOUNT_EXCEEDED')
    capture.refunded += wanted
    capture.status = wanted === left ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
    const money = (cents: number) => ({ ...capture.amount, value: (cents / 100).toFixed(2) })
    const refund = {
      id: this.nextId(),
      status: 'COMPLETED',
      amount: money(wanted),
      custom_id: capture.custom_id,
      invoice_id: capture.invoice_id,
      seller_payable_breakdown: { gross_amount: money(wanted), total_refunded_amount: money(capture.refunded) },
      create_time: this.iso,
      links: [{ rel: 'up', href: `https://api.sandbox.paypal.com/v2/payments/captures/${capture.id}`, method: 'GET' }],
    }
    this.refunds.set(refund.id, refund)
    this.#noteRefund(capture.id, refund)
    await this.tell('PAYMENT.CAPTURE.REFUNDED', 'refund', refund)
    return refund
  }

  async tell(event_type: string, resource_type: string, resource: Json): Promise<DeliveryAttempt[]> {
    const event = {
      id: `WH-${this.nextId()}-${this.nextId()}`,
      event_version: '1.0',
      create_time: this.iso,
      resource_type,
      resource_version: '2.0',
      event_type,
      summary: 'Something happened.',
      resource: structuredClone(resource),
    }
    this.events.unshift(event)
    const wanted = [...this.webhooks.values()].filter(({ event_types: types }) =>
      types.some(({ name }) => name === '*' || name === event_type)
    )
    const body = JSON.stringify(event)
    const { faults } = this.#surroundings
    const sent = wanted.map(({ id, url }) => sendWebhook({ url, body, headers: this.#signed(id, body) }, faults))
    return (await Promise.all(sent)).flat()
  }

  #noteRefund(captureId: string, refund: Json): void {
    for (const order of this.orders.values()) {
      const payments = order.purchase_units[0] as unknown as { payments?: { captures: Json[]; refunds?: Json[] } }
      if (payments.payments?.captures.some(({ id }) => id === captureId))
        (payments.payments.refunds ??= []).push(refund)
    }
  }

  /** https://developer.paypal.com/api/rest/webhooks/rest/. The time is the real one, whatever the product's clock says. */
  #signed(webhookId: string, body: string): Record<string, string> {
    const [id, time] = [crypto.randomUUID(), new Date().toISOString()]
    const { privateKey } = this.#surroundings.certificate
    const message = `${id}|${time}|${webhookId}|${crc32(body)}`
    return {
      'content-type': 'application/json',
      'paypal-transmission-id': id,
      'paypal-transmission-time': time,
      'paypal-auth-algo': 'SHA256withRSA',
      'paypal-cert-url': 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-fake-0001',
      'paypal-transmission-sig': createSign('RSA-SHA256').update(message).sign(privateKey, 'base64'),
    }
  }
}

const centsOf = ({ value }: Amount): number => Math.round(Number(value) * 100)
