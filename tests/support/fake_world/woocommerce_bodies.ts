import type { FakeWooCustomer, FakeWooItem, FakeWooOrder, FakeWooProduct, FakeWooWebhook } from './woocommerce_state.ts'

const HOUR = 3_600_000

/** A time twice, as WooCommerce writes it: in the shop's own zone (Rome, in winter) and in UTC, neither saying so. */
function dated(name: string, at: number | null) {
  const written = (ms: number) => new Date(ms).toISOString().slice(0, 19)
  return { [name]: at === null ? null : written(at + HOUR), [`${name}_gmt`]: at === null ? null : written(at) }
}

const decimal = (cents: number) => (cents / 100).toFixed(2)
const cents = (price: string) => Math.round(Number(price) * 100)

export const totalOf = (items: FakeWooItem[]): string =>
  decimal(items.reduce((sum, { price, quantity }) => sum + cents(price) * quantity, 0))

function addressOf(customer: FakeWooCustomer | null) {
  return {
    first_name: customer?.firstName ?? '',
    last_name: customer?.lastName ?? '',
    company: '',
    address_1: customer ? 'Corso Italia 8' : '',
    city: customer ? 'Bologna' : '',
    postcode: customer ? '40121' : '',
    country: customer?.country ?? '',
    phone: customer?.phone ?? '',
  }
}

export function orderBody(order: FakeWooOrder, site: string): Record<string, unknown> {
  const { id, status, createdVia, customer, items, total, refunds } = order
  const key = `wc_order_${id}`
  return {
    id,
    parent_id: 0,
    status,
    currency: 'EUR',
    version: '10.4.2',
    prices_include_tax: false,
    number: String(id),
    order_key: key,
    created_via: createdVia,
    customer_id: customer?.id ?? 0,
    customer_ip_address: '198.51.100.23',
    customer_user_agent: 'Mozilla/5.0 (Linux; Android 16)',
    ...dated('date_created', order.createdAt),
    ...dated('date_modified', order.updatedAt),
    ...dated('date_paid', order.paidAt),
    ...dated('date_completed', order.completedAt),
    total,
    payment_method: 'stripe',
    payment_url: `${site}/checkout/order-pay/${id}/?pay_for_order=true&key=${key}`,
    billing: { ...addressOf(customer), email: customer?.email ?? '' },
    shipping: { ...addressOf(customer), phone: '' },
    meta_data: order.meta.map((each, index) => ({ id: index + 1, ...each })),
    line_items: items.map(lineBody),
    refunds: refunds.map((refund) => ({ id: refund.id, reason: refund.reason, total: `-${refund.total}` })),
  }
}

function lineBody({ productId, variationId, name, sku, price, quantity }: FakeWooItem, index: number) {
  return {
    id: 311 + index,
    name,
    product_id: productId,
    variation_id: variationId,
    quantity,
    total: decimal(cents(price) * quantity),
    total_tax: '0.00',
    sku,
    price: Number(price),
    image: { id: '412', src: 'https://emporio-aurora.example/wp-content/uploads/tazza-verde.jpg' },
  }
}

/** Of a refund the quantities and totals are negative. */
export const refundBodies = ({ refunds }: FakeWooOrder) =>
  refunds.map(({ id, total, reason, items, at }) => ({
    id,
    amount: total,
    reason,
    ...dated('date_created', at),
    line_items: items
      .map(lineBody)
      .map((line) => ({ ...line, quantity: -line.quantity, total: `-${line.total}`, total_tax: '-0.00' })),
  }))

export function customerBody(customer: FakeWooCustomer): Record<string, unknown> {
  const { id, email, firstName, lastName } = customer
  return {
    id,
    ...dated('date_created', customer.createdAt),
    ...dated('date_modified', customer.updatedAt),
    email,
    first_name: firstName,
    last_name: lastName,
    role: 'customer',
    billing: { ...addressOf(customer), email },
    shipping: addressOf(customer),
    meta_data: [],
  }
}

export function productBody(product: FakeWooProduct, site: string): Record<string, unknown> {
  const { id, name, price, stock, status } = product
  return {
    id,
    name,
    permalink: `${site}/prodotto/${id}/`,
    ...dated('date_created', product.createdAt),
    ...dated('date_modified', product.updatedAt),
    type: 'variable',
    status,
    price,
    stock_status: stock,
    images: [{ id: 412, src: `${site}/wp-content/uploads/tazza-verde.jpg` }],
  }
}

/** Never its secret. */
export const webhookBody = ({ id, name, topic, delivery_url: url, status }: FakeWooWebhook) => ({
  id,
  name,
  status,
  topic,
  resource: topic.split('.')[0],
  event: topic.split('.')[1],
  delivery_url: url,
})
