export interface FakeCustomer {
  id: number
  firstName: string
  lastName: string
  email: string | null
  phone: string | null
  country: string
  locale: string
  tags: string[]
  createdAt: number
  updatedAt: number
}

export interface FakeItem {
  productId: number
  variantId: number
  title: string
  sku: string
  /** Minor units of one. */
  price: number
  quantity: number
}

export interface FakeCheckout {
  id: number
  token: string
  cartToken: string
  customer: FakeCustomer | null
  items: FakeItem[]
  attributes: { name: string; value: string }[]
  landingSite: string | null
  recoveryUrl: string
  createdAt: number
  updatedAt: number
  completedAt: number | null
}

export interface FakeOrder {
  id: number
  shop: string
  number: number
  name: string
  token: string
  checkout: FakeCheckout | null
  customer: FakeCustomer
  items: FakeItem[]
  total: number
  attributes: { name: string; value: string }[]
  landingSite: string | null
  payment: 'pending' | 'paid' | 'partially_refunded' | 'refunded' | 'voided'
  test: boolean
  createdAt: number
  updatedAt: number
  cancelledAt: number | null
  closedAt: number | null
  fulfillments: FakeFulfillment[]
  refunds: FakeRefund[]
}

export interface FakeFulfillment {
  id: number
  order: FakeOrder
  trackingNumber: string
  shipmentStatus: string | null
  createdAt: number
  updatedAt: number
}

export interface FakeRefund {
  id: number
  orderId: number
  amount: number
  at: number
}

export interface FakeSubscription {
  id: string
  /** `ORDERS_PAID`. */
  topic: string
  uri: string
  failures: number
}

export const MERINO: FakeItem = {
  productId: 8801122334455,
  variantId: 46001122334455,
  title: 'Maglione in lana merino',
  sku: 'MAG-BLU-M',
  price: 4000,
  quantity: 1,
}
