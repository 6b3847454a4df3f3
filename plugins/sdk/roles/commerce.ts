import type { Context } from '../context.ts'
import type { LineItem, Money } from '../canonical.ts'

export interface CommerceRole {
  products(context: Context, cursor: string | null): Promise<{ items: CommerceProduct[]; cursor: string | null }>
  findOrders(context: Context, query: { email?: string; phone?: string; number?: string }): Promise<CommerceOrder[]>
  /** A link that opens the cart again, with a discount code applied where given. */
  checkoutLink?(context: Context, cart: { cartId: string; recoveryUrl: string | null; discountCode?: string }): string
  createDiscount?(context: Context, spec: DiscountSpec): Promise<{ code: string }>
}

export interface CommerceProduct {
  id: string
  title: string
  url: string | null
  imageUrl: string | null
  price: Money | null
  available: boolean
}

export interface CommerceOrder {
  id: string
  number: string
  total: Money
  placedAt: number
  items: LineItem[]
  statusUrl: string | null
}

export interface DiscountSpec {
  code: string
  kind: 'percentage' | 'amount' | 'free_shipping'
  percentage?: number
  amount?: Money
  expiresAt: number | null
  usageLimit: number | null
}
