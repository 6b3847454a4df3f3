import type { EmittedEvent, Person } from '#sdk/index'

const AT = Date.UTC(2026, 10, 20, 9, 36)
const giulia: Person = {
  identities: [{ kind: 'sandbox_user', value: 'giulia' }],
  firstName: 'Giulia',
  lastName: 'Bianchi',
  language: 'it',
  country: 'IT',
}
const lamp = { id: 'goccia-amber', title: 'Goccia lamp', quantity: 1, unitPrice: { amount: 18400, currency: 'EUR' } }
const cart = {
  cartId: 'cart-1',
  recoveryUrl: 'https://bottega.example/cart/cart-1',
  items: [lamp],
  total: { amount: 18400, currency: 'EUR' },
  changedAt: AT,
  completedAt: null,
}
const order = {
  orderId: 'order-1',
  number: '#1042',
  cartId: 'cart-1',
  items: [lamp],
  total: { amount: 18400, currency: 'EUR' },
  lifecycle: 'open',
  payment: 'paid',
  fulfilment: null,
  version: AT,
  placedAt: AT,
  paidAt: AT,
  live: true,
}
const refund = {
  refundId: 'refund-1',
  orderId: 'order-1',
  number: '#1042',
  amount: { amount: 18400, currency: 'EUR' },
  items: [lamp],
  reason: 'Arrived with a chipped shade',
  refundedAt: AT,
  order: null,
}
const shipment = {
  shipmentId: 'parcel-1',
  orderId: 'order-1',
  orderNumber: '#1042',
  carrier: 'Corriere Esempio',
  trackingNumber: 'CE123',
  trackingUrl: null,
  state: 'dispatched',
  version: AT,
}
const consent = { channel: 'whatsapp', purpose: 'marketing', method: 'form', wording: 'Yes, write to me about offers.' }
const payment = {
  sessionId: 'sbx_page_1',
  paymentId: 'paid_sbx_page_1',
  reference: 'pay_0000000000000000000000000a',
  amount: { amount: 4900, currency: 'EUR' },
  title: 'Deposit for the Goccia lamp',
  live: false,
}
const status = { providerId: 'sbx_message_1', correlation: 'msg_01hzy0000000000000000000aa/1' }

const sample = (
  type: string,
  key: string,
  payload: object,
  subject: { kind: string; id: string } | null,
  person?: Person
): EmittedEvent => ({
  type,
  sample: { account: null, type, key, subject, occurredAt: AT, payload, ...(person ? { person } : {}) },
})

const orderSample = (type: string, changes: object = {}) =>
  sample(type, 'order-1', { ...order, ...changes }, { kind: 'order', id: 'order-1' }, giulia)
const statusSample = (type: string, payload: object = status) =>
  sample(type, `sbx_message_1:${type}`, payload, { kind: 'message', id: 'sbx_message_1' })

const paymentSample = (type: string, key: string, changes: object = {}) =>
  sample(type, key, { ...payment, ...changes }, { kind: 'payment', id: payment.sessionId })

export const events: EmittedEvent[] = [
  sample('cart.updated', `cart-1:${AT}`, cart, { kind: 'cart', id: 'cart-1' }, giulia),
  orderSample('order.placed'),
  orderSample('order.paid'),
  orderSample('order.cancelled', { lifecycle: 'cancelled' }),
  orderSample('order.updated', { items: [{ ...lamp, quantity: 2 }], total: { amount: 36800, currency: 'EUR' } }),
  sample('order.refunded', 'refund-1', refund, { kind: 'order', id: 'order-1' }, giulia),
  sample('shipment.dispatched', 'parcel-1', shipment, { kind: 'shipment', id: 'parcel-1' }, giulia),
  sample(
    'shipment.delivered',
    'parcel-1',
    { ...shipment, state: 'delivered' },
    { kind: 'shipment', id: 'parcel-1' },
    giulia
  ),
  sample(
    'customer.updated',
    `giulia:${AT}`,
    { customerId: 'giulia', version: AT },
    { kind: 'customer', id: 'giulia' },
    giulia
  ),
  sample('consent.granted', 'consent-1', consent, null, giulia),
  sample('consent.withdrawn', 'consent-2', consent, null, giulia),
  paymentSample('payment.succeeded', payment.paymentId),
  paymentSample('payment.failed', 'sbx_page_1:declined:1', { paymentId: null, failure: 'card_declined' }),
  paymentSample('payment.refunded', 'sbx_refund_1', { refundId: 'sbx_refund_1' }),
  paymentSample('payment.expired', payment.sessionId, { paymentId: null }),
  sample(
    'message.received',
    'sbx_in_1',
    { providerId: 'sbx_in_1', channel: 'whatsapp', kind: 'text', text: 'Does the amber one dim?' },
    { kind: 'message', id: 'sbx_in_1' },
    giulia
  ),
  sample(
    'message.button_clicked',
    'sbx_in_2',
    { providerId: 'sbx_in_2', channel: 'whatsapp', kind: 'button', text: 'Ask a question', choiceId: 'question' },
    { kind: 'message', id: 'sbx_in_2' },
    giulia
  ),
  statusSample('message.sent'),
  statusSample('message.delivered'),
  statusSample('message.read'),
  statusSample('message.failed', {
    ...status,
    error: { code: 'blocked', title: 'The phone blocks this sender', reason: 'recipient_unreachable' },
  }),
]
