export interface FakeWooItem {
  productId: number
  variationId: number
  name: string
  sku: string
  /** Of one, as a decimal text without tax. */
  price: string
  quantity: number
}

export interface FakeWooCustomer {
  id: number
  firstName: string
  lastName: string
  email: string
  phone: string
  country: string
  createdAt: number
  updatedAt: number
}

export interface FakeWooRefund {
  id: number
  total: string
  reason: string
  items: FakeWooItem[]
  at: number
}

export interface FakeWooOrder {
  id: number
  status: string
  /** `store-api`: the block checkout; `checkout`: the classic one. */
  createdVia: 'store-api' | 'checkout' | 'admin'
  customer: FakeWooCustomer | null
  items: FakeWooItem[]
  total: string
  meta: { key: string; value: unknown }[]
  refunds: FakeWooRefund[]
  notes: { id: number; note: string; customer_note: boolean }[]
  createdAt: number
  updatedAt: number
  paidAt: number | null
  completedAt: number | null
}

export interface FakeWooProduct {
  id: number
  name: string
  price: string
  stock: 'instock' | 'outofstock' | 'onbackorder'
  status: 'publish' | 'draft'
  createdAt: number
  updatedAt: number
}

export interface FakeWooWebhook {
  id: number
  name: string
  topic: string
  delivery_url: string
  secret: string
  status: 'active' | 'paused' | 'disabled'
  failures: number
}

export interface FakeWooKey {
  secret: string
  permissions: 'read' | 'write' | 'read_write'
}

export const CUP: FakeWooItem = {
  productId: 88,
  variationId: 91,
  name: 'Tazza in ceramica - Verde',
  sku: 'TAZ-VER',
  price: '20.00',
  quantity: 2,
}
