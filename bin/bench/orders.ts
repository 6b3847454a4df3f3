import { createHmac, randomUUID } from 'node:crypto'
import type { Shot } from './load.ts'

/** Italian mobile numbers, one per order and run, all fictional. */
const phoneOf = (run: number, n: number) => `+39347${String(run * 100_000 + n).padStart(7, '0')}`

export interface OrderTarget {
  path: string
  secret: string
  shop: string
}

/** Signed `orders/create` webhooks, each of another customer. */
export function orders(target: OrderTarget, run: number, count: number): { shot: Shot; phone: string }[] {
  return Array.from({ length: count }, (_, n) => {
    const id = run * 1_000_000 + n + 1
    const phone = phoneOf(run, n)
    const body = JSON.stringify(orderBody(id, phone))
    return { phone, shot: { path: target.path, body, headers: headersOf(target, body) } }
  })
}

function headersOf({ secret, shop }: OrderTarget, body: string) {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': shop,
    'x-shopify-webhook-id': randomUUID(),
    'x-shopify-event-id': randomUUID(),
    'x-shopify-api-version': '2026-10',
    'x-shopify-triggered-at': new Date().toISOString(),
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
  }
}

function orderBody(id: number, phone: string) {
  const now = new Date().toISOString()
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    order_number: id,
    email: `buyer${id}@example.com`,
    phone,
    currency: 'EUR',
    total_price: '49.90',
    current_total_price: '49.90',
    subtotal_price: '49.90',
    financial_status: 'pending',
    fulfillment_status: null,
    test: false,
    created_at: now,
    updated_at: now,
    processed_at: now,
    checkout_token: `bench-checkout-${id}`,
    customer_locale: 'it',
    customer: {
      id: 7_000_000_000 + id,
      first_name: 'Ada',
      last_name: `Prova${id}`,
      email: `buyer${id}@example.com`,
      phone,
    },
    shipping_address: {
      first_name: 'Ada',
      last_name: `Prova${id}`,
      city: 'Milano',
      zip: '20121',
      country_code: 'IT',
      phone,
    },
    line_items: [
      {
        id: id * 10,
        product_id: 11,
        variant_id: 111,
        title: 'Lampada Onda',
        quantity: 1,
        price: '49.90',
        sku: 'ONDA-1',
      },
    ],
  }
}
