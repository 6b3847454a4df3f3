import type { FakeCheckout, FakeCustomer, FakeFulfillment, FakeItem, FakeOrder, FakeRefund } from './shopify_state.ts'

/** Objects as Shopify writes them into webhooks and REST answers (2026-10). Amounts are decimal text. */

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z'))
const decimal = (cents: number) => (cents / 100).toFixed(2)
const shopMoney = (cents: number, currency: string) => ({
  shop_money: { amount: decimal(cents), currency_code: currency },
  presentment_money: { amount: decimal(cents), currency_code: currency },
})
export const totalOf = (items: FakeItem[]) => items.reduce((sum, item) => sum + item.price * item.quantity, 0)

function address(customer: FakeCustomer, withheld: boolean) {
  if (withheld) return null
  return {
    first_name: customer.firstName,
    last_name: customer.lastName,
    name: `${customer.firstName} ${customer.lastName}`,
    company: null,
    address1: 'Via delle Betulle 12',
    address2: null,
    city: 'Torino',
    zip: '10121',
    province: 'Torino',
    province_code: 'TO',
    country: 'Italy',
    country_code: customer.country,
    phone: customer.phone,
  }
}

export function customerBody(customer: FakeCustomer, withheld = false) {
  return {
    id: customer.id,
    email: withheld ? null : customer.email,
    first_name: withheld ? null : customer.firstName,
    last_name: withheld ? null : customer.lastName,
    phone: withheld ? null : customer.phone,
    state: 'disabled',
    currency: 'EUR',
    created_at: iso(customer.createdAt),
    updated_at: iso(customer.updatedAt),
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    default_address: address(customer, withheld),
  }
}

function lines(items: FakeItem[]) {
  return items.map((item) => ({
    id: item.variantId + 1,
    key: `${item.variantId}:1`,
    product_id: item.productId,
    variant_id: item.variantId,
    title: item.title,
    name: item.title,
    sku: item.sku,
    quantity: item.quantity,
    price: decimal(item.price),
    line_price: decimal(item.price * item.quantity),
    total_discount: '0.00',
    discount_allocations: [],
  }))
}

export function checkoutBody(checkout: FakeCheckout, withheld = false) {
  const { customer } = checkout
  return {
    id: checkout.id,
    token: checkout.token,
    cart_token: checkout.cartToken,
    email: withheld ? null : (customer?.email ?? null),
    phone: withheld ? null : (customer?.phone ?? null),
    buyer_accepts_marketing: false,
    buyer_accepts_sms_marketing: false,
    sms_marketing_phone: null,
    created_at: iso(checkout.createdAt),
    updated_at: iso(checkout.updatedAt),
    completed_at: iso(checkout.completedAt),
    closed_at: null,
    landing_site: checkout.landingSite,
    referring_site: null,
    note_attributes: checkout.attributes,
    currency: 'EUR',
    presentment_currency: 'EUR',
    customer_locale: customer?.locale ?? 'it-IT',
    name: `#${checkout.id}`,
    abandoned_checkout_url: checkout.recoveryUrl,
    subtotal_price: decimal(totalOf(checkout.items)),
    total_price: decimal(totalOf(checkout.items)),
    line_items: lines(checkout.items),
    ...(customer
      ? {
          customer: customerBody(customer, withheld),
          shipping_address: address(customer, withheld),
          billing_address: address(customer, withheld),
        }
      : {}),
  }
}

export function orderBody(order: FakeOrder, withheld = false) {
  const { customer } = order
  return {
    id: order.id,
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    name: order.name,
    order_number: order.number,
    token: order.token,
    checkout_id: order.checkout?.id ?? null,
    checkout_token: order.checkout?.token ?? null,
    cart_token: order.checkout?.cartToken ?? null,
    confirmed: true,
    test: order.test,
    email: withheld ? null : customer.email,
    contact_email: withheld ? null : customer.email,
    phone: withheld ? null : customer.phone,
    customer_locale: customer.locale,
    currency: 'EUR',
    presentment_currency: 'EUR',
    created_at: iso(order.createdAt),
    updated_at: iso(order.updatedAt),
    processed_at: iso(order.createdAt),
    cancelled_at: iso(order.cancelledAt),
    closed_at: iso(order.closedAt),
    financial_status: order.payment,
    fulfillment_status: order.fulfillments.length > 0 ? 'fulfilled' : null,
    landing_site: order.landingSite,
    referring_site: null,
    order_status_url: withheld ? null : `https://${order.shop}/orders/${order.token}/authenticate?key=fake`,
    note_attributes: order.attributes,
    total_price: decimal(order.total),
    total_price_set: shopMoney(order.total, 'EUR'),
    client_details: {
      browser_ip: '192.0.2.44',
      user_agent: 'Mozilla/5.0 (fictional)',
      accept_language: 'it-IT',
    },
    browser_ip: '192.0.2.44',
    line_items: lines(order.items),
    fulfillments: order.fulfillments.map(fulfillmentBody),
    refunds: order.refunds.map(refundBody),
    customer: customerBody(customer, withheld),
    shipping_address: address(customer, withheld),
    billing_address: address(customer, withheld),
  }
}

export function fulfillmentBody(fulfillment: FakeFulfillment) {
  return {
    id: fulfillment.id,
    admin_graphql_api_id: `gid://shopify/Fulfillment/${fulfillment.id}`,
    order_id: fulfillment.order.id,
    name: `${fulfillment.order.name}.1`,
    status: 'success',
    service: 'manual',
    created_at: iso(fulfillment.createdAt),
    updated_at: iso(fulfillment.updatedAt),
    shipment_status: fulfillment.shipmentStatus,
    tracking_company: 'GLS',
    tracking_number: fulfillment.trackingNumber,
    tracking_numbers: [fulfillment.trackingNumber],
    tracking_url: `https://tracking.example/${fulfillment.trackingNumber}`,
    tracking_urls: [`https://tracking.example/${fulfillment.trackingNumber}`],
    email: fulfillment.order.customer.email,
    destination: address(fulfillment.order.customer, false),
    line_items: lines(fulfillment.order.items),
  }
}

export function fulfillmentEventBody(fulfillment: FakeFulfillment, id: number, status: string, at: number) {
  return {
    id,
    admin_graphql_api_id: `gid://shopify/FulfillmentEvent/${id}`,
    fulfillment_id: fulfillment.id,
    order_id: fulfillment.order.id,
    status,
    message: null,
    happened_at: iso(at),
    created_at: iso(at),
    updated_at: iso(at),
    estimated_delivery_at: iso(at + 2 * 86_400_000),
    city: 'Torino',
    country: 'Italy',
    zip: '10121',
  }
}

export function refundBody(refund: FakeRefund) {
  return {
    id: refund.id,
    admin_graphql_api_id: `gid://shopify/Refund/${refund.id}`,
    order_id: refund.orderId,
    created_at: iso(refund.at),
    processed_at: iso(refund.at),
    note: null,
    refund_line_items: [],
    transactions: [
      {
        id: refund.id + 1,
        kind: 'refund',
        status: 'success',
        amount: decimal(refund.amount),
        currency: 'EUR',
        order_id: refund.orderId,
      },
    ],
  }
}

export function consentBody(customer: FakeCustomer, state: 'subscribed' | 'unsubscribed', at: number) {
  const consent = {
    state,
    opt_in_level: 'single_opt_in',
    consent_updated_at: iso(at),
    consent_collected_from: 'SHOPIFY',
  }
  return { id: customer.id, phone: customer.phone, sms_marketing_consent: consent }
}
