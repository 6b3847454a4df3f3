import type {
  CartPayload,
  ConsentPayload,
  EmittedEvent,
  OrderPayload,
  ParsedItem,
  Person,
  ShipmentPayload,
} from '#sdk/index'

const SHOP = 'bottega-lucente.myshopify.com'
const PLACED = Date.UTC(2026, 10, 20, 9, 31)

const person: Person = {
  identities: [
    { kind: 'shop_customer', value: '7113355779911' },
    { kind: 'phone', value: '+393330000101', country: 'IT' },
    { kind: 'email', value: 'giulia.ferraro@example.com' },
  ],
  firstName: 'Giulia',
  lastName: 'Ferraro',
  language: 'it-IT',
  country: 'IT',
  city: 'Torino',
  postalCode: '10121',
}

const items = [
  {
    id: '46001122334455',
    productId: '8801122334455',
    sku: 'MAG-BLU-M',
    title: 'Maglione in lana merino',
    quantity: 2,
    unitPrice: { amount: 4000, currency: 'EUR' },
  },
]

const cart: CartPayload = {
  cartId: 'b1946ac92492d2347c6235b4d2611184',
  recoveryUrl: `https://${SHOP}/68112233/checkouts/ac/Z2NwLWV1cm9wZS13ZXN0MTowMUpEOFE/recover?key=4d2611184b1946ac`,
  items,
  total: { amount: 8690, currency: 'EUR' },
  changedAt: PLACED - 1_517_000,
  completedAt: null,
}

const order: OrderPayload = {
  orderId: '6120000000001',
  number: '#1042',
  cartId: cart.cartId,
  items,
  total: { amount: 8690, currency: 'EUR' },
  refunded: null,
  lifecycle: 'open',
  payment: 'paid',
  fulfilment: 'unfulfilled',
  version: PLACED + 20_000,
  placedAt: PLACED,
  paidAt: PLACED + 20_000,
  statusUrl: `https://${SHOP}/68112233/orders/0cc175b9c0f1b6a831c399e269772661/authenticate?key=9e3669d1`,
  live: true,
}

const shipment: ShipmentPayload = {
  shipmentId: '5410000000007',
  orderId: order.orderId,
  orderNumber: order.number,
  carrier: 'GLS',
  trackingNumber: 'GLS7700112233',
  trackingUrl: 'https://tracking.example/GLS7700112233',
  state: 'dispatched',
  version: PLACED + 22_140_000,
}

const consent: ConsentPayload = {
  channel: 'whatsapp',
  purpose: 'marketing',
  method: 'checkout',
  wordingVersion: '2026-10',
  proof: { shopify_cart: cart.cartId },
}
const customer = { customerId: '7113355779911', version: PLACED }

const sample = (
  type: string,
  key: string,
  subject: ParsedItem['subject'],
  payload: object,
  at = PLACED
): EmittedEvent => ({
  type,
  sample: { account: SHOP, type, key, subject, occurredAt: at, payload, person },
})
const ofOrder = (type: string, payload: object = order) =>
  sample(type, order.orderId, { kind: 'order', id: order.orderId }, payload)
const ofShipment = (state: ShipmentPayload['state']) =>
  sample(
    `shipment.${state}`,
    shipment.shipmentId,
    { kind: 'shipment', id: shipment.shipmentId },
    { ...shipment, state }
  )
const ofCustomer = (type: string, key: string, payload: object = customer) =>
  sample(type, key, { kind: 'customer', id: customer.customerId }, payload)

/** Every event type with a believable item, for the console, simulations and the catalogue. */
export const samples: EmittedEvent[] = [
  sample('cart.updated', `${cart.cartId}:${cart.changedAt}`, { kind: 'cart', id: cart.cartId }, cart, cart.changedAt),
  ofOrder('order.placed'),
  ofOrder('order.paid'),
  ofOrder('order.cancelled', { ...order, lifecycle: 'cancelled', payment: 'voided', paidAt: null }),
  ofOrder('order.completed', { ...order, lifecycle: 'completed', fulfilment: 'fulfilled' }),
  ofOrder('order.updated', { ...order, total: { amount: 9000, currency: 'EUR' } }),
  sample(
    'order.refunded',
    '930000000001',
    { kind: 'order', id: order.orderId },
    {
      refundId: '930000000001',
      orderId: order.orderId,
      number: order.number,
      amount: { amount: 4000, currency: 'EUR' },
      items: [{ ...items[0], quantity: 1 }],
      refundedAt: PLACED,
      order: null,
    }
  ),
  ...(['dispatched', 'in_transit', 'out_for_delivery', 'delivered', 'delayed', 'failed'] as const).map(ofShipment),
  sample(
    'product.updated',
    `8801122334455:${PLACED}`,
    { kind: 'product', id: '8801122334455' },
    {
      productId: '8801122334455',
      title: 'Maglione in lana merino',
      url: `https://${SHOP}/products/maglione-in-lana-merino`,
      imageUrl: null,
      price: null,
      available: true,
      version: PLACED,
    }
  ),
  ofCustomer('customer.created', customer.customerId),
  ofCustomer('customer.updated', `${customer.customerId}:${PLACED}`),
  ofCustomer('customer.data_requested', '9999', {
    customerId: customer.customerId,
    orderIds: [order.orderId],
  }),
  ofCustomer('customer.erasure_requested', `${customer.customerId}:${PLACED}`, {
    customerId: customer.customerId,
    orderIds: [order.orderId],
  }),
  ofCustomer('consent.granted', `whatsapp:${cart.cartId}:5f2b1c0d9e8a7b6c`, consent),
  ofCustomer('consent.withdrawn', `${customer.customerId}:sms:${PLACED}`, {
    channel: 'sms',
    purpose: 'marketing',
    method: 'shopify',
  }),
  sample(
    'connection.revoked',
    '81e42bf3-b7c0-4bb2-a69a-e0de11f10351',
    { kind: 'shop', id: '68112233' },
    { shopId: '68112233', shop: SHOP }
  ),
  sample(
    'shopify.shop_redact',
    'a68d22b4-0544-4af4-ac31-f66ab18bcffd',
    { kind: 'shop', id: '68112233' },
    { shopId: '68112233', shop: SHOP }
  ),
]
