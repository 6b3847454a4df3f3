export type Amount = { amount: number; currency: string }
export type Buyer = { id: string; name: string } | null
export type Item = {
  id: string
  title: string
  quantity: number
  unitPrice: Amount
  imageUrl?: string | null
  url?: string | null
}
export type Refund = { id: string; amount: Amount; reason: string | null; at: number }
export type Sum = { count: number; sums: Amount[] }

export type Overview = {
  days: number
  orders: Sum
  abandoned: Sum
  recovered: Sum
  parcels: { underway: number; trouble: number }
  latest: OrderLine[]
  waiting: CartLine[]
  trouble: ShipmentLine[]
}

export type Told = { id: string; type: string; at: number }

export type CartLine = {
  id: string
  contact: Buyer
  total: Amount
  itemCount: number
  firstItem: string | null
  state: string
  episode: number
  changedAt: number
  dueAt: number | null
  abandonedAt: number | null
  recoveredAt: number | null
  orderId: string | null
  reason: { code: string; params?: Record<string, string | number | boolean | null> } | null
}

export type OrderLine = {
  id: string
  number: string
  contact: Buyer
  total: Amount
  refunded: Amount | null
  itemCount: number
  lifecycle: string
  payment: string
  fulfilment: string
  placedAt: number
  paidAt: number | null
  live: boolean
  shop: string | null
}

export type ShipmentLine = {
  id: string
  orderId: string | null
  orderNumber: string | null
  carrier: string | null
  trackingNumber: string | null
  trackingUrl: string | null
  state: string
  estimatedAt: number | null
  at: number
}
