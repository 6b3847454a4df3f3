import type {
  CartPayload,
  ConsentPayload,
  EmittedEvent,
  OrderPayload,
  ParsedItem,
  Person,
  ShipmentPayload,
} from '#sdk/index'

const SHOP = 'https://emporio-aurora.example'
const PLACED = Date.UTC(2026, 10, 20, 11)

const person: Person = {
  identities: [
    { kind: 'shop_customer', value: '52' },
    { kind: 'phone', value: '333 0000102', country: 'IT' },
    { kind: 'email', value: 'luca.moretti@example.com' },
  ],
  firstName: 'Luca',
  lastName: 'Moretti',
  country: 'IT',
  city: 'Bologna',
  postalCode: '40121',
}

const items = [
  {
    id: '91',
    productId: '88',
    sku: 'TAZ-VER',
    title: 'Tazza in ceramica - Verde',
    quantity: 2,
    unitPrice: { amount: 2440, currency: 'EUR' },
    imageUrl: `${SHOP}/wp-content/uploads/tazza-verde.jpg`,
  },
]

const cart: CartPayload = {
  cartId: '1287',
  recoveryUrl: `${SHOP}/checkout-link/?products=91%3A2`,
  items,
  total: { amount: 5580, currency: 'EUR' },
  changedAt: PLACED - 600_000,
  completedAt: null,
}

const order: OrderPayload = {
  orderId: '1287',
  number: '#1287',
  cartId: '1287',
  items,
  total: { amount: 5580, currency: 'EUR' },
  refunded: null,
  lifecycle: 'open',
  payment: 'paid',
  fulfilment: 'unfulfilled',
  version: PLACED + 70_000,
  placedAt: PLACED,
  paidAt: PLACED + 70_000,
  statusUrl: `${SHOP}/checkout/order-received/1287/?key=wc_order_aB3dE5fG7hJ9k`,
  live: true,
}

const shipment: ShipmentPayload = {
  shipmentId: '1287:0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  orderId: order.orderId,
  orderNumber: order.number,
  carrier: 'GLS Italy',
  trackingNumber: 'GLS5500110022',
  trackingUrl: 'https://tracking.example/GLS5500110022',
  state: 'dispatched',
  version: PLACED + 75_600_000,
}

const consent: ConsentPayload = {
  channel: 'whatsapp',
  purpose: 'marketing',
  method: 'checkout',
  wordingVersion: '2026-11',
  proof: { woocommerce_cart: cart.cartId, ip: '198.51.100.23' },
}

const product = {
  productId: '88',
  title: 'Tazza in ceramica',
  url: `${SHOP}/prodotto/tazza-in-ceramica/`,
  imageUrl: `${SHOP}/wp-content/uploads/tazza-verde.jpg`,
  price: { amount: 2250, currency: 'EUR' },
  available: true,
  version: PLACED,
}

const customer = { customerId: '52', version: PLACED }

type Fact = Pick<ParsedItem, 'key' | 'payload'> & { kind: string; id: string; at?: number; nameless?: true }

const sample = (type: string, { key, kind, id, payload, at = PLACED, nameless }: Fact): EmittedEvent => ({
  type,
  sample: {
    account: null,
    type,
    key,
    subject: { kind, id },
    occurredAt: at,
    payload,
    ...(nameless ? {} : { person }),
  },
})
const ofOrder = (type: string, payload: object = order) =>
  sample(type, { key: order.orderId, kind: 'order', id: order.orderId, payload })
const ofShipment = (state: ShipmentPayload['state']) =>
  sample(`shipment.${state}`, {
    key: shipment.shipmentId,
    kind: 'shipment',
    id: shipment.shipmentId,
    payload: { ...shipment, state },
  })
const gone = (kind: string, id: string) =>
  sample(`woocommerce.${kind}_deleted`, { key: id, kind, id, payload: { [`${kind}Id`]: id }, nameless: true })

/** Every event type with a believable item, for the console, simulations and the catalogue. */
export const samples: EmittedEvent[] = [
  sample('cart.updated', {
    key: `${cart.cartId}:${cart.changedAt}`,
    kind: 'cart',
    id: cart.cartId,
    payload: cart,
    at: cart.changedAt,
  }),
  ofOrder('order.placed'),
  ofOrder('order.paid'),
  ofOrder('order.cancelled', { ...order, lifecycle: 'cancelled', payment: 'voided', paidAt: null }),
  ofOrder('order.completed', { ...order, lifecycle: 'completed', fulfilment: 'fulfilled' }),
  ofOrder('order.updated', { ...order, total: { amount: 9000, currency: 'EUR' } }),
  sample('order.refunded', {
    key: '1301',
    kind: 'order',
    id: order.orderId,
    payload: {
      refundId: '1301',
      orderId: order.orderId,
      number: order.number,
      amount: { amount: 5580, currency: 'EUR' },
      items,
      refundedAt: PLACED,
      order: { ...order, payment: 'refunded', refunded: { amount: 5580, currency: 'EUR' } },
    },
  }),
  ofShipment('dispatched'),
  ofShipment('delivered'),
  sample('product.updated', { key: `88:${PLACED}`, kind: 'product', id: '88', payload: product, nameless: true }),
  sample('customer.created', { key: '52', kind: 'customer', id: '52', payload: customer }),
  sample('customer.updated', { key: `52:${PLACED}`, kind: 'customer', id: '52', payload: customer }),
  sample('consent.granted', {
    key: `whatsapp:${cart.cartId}:5f2b1c0d9e8a7b6c`,
    kind: 'cart',
    id: cart.cartId,
    payload: consent,
  }),
  gone('order', '1287'),
  gone('customer', '52'),
  gone('product', '88'),
]
