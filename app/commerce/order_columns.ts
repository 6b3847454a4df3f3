import { clock } from '#app/clock'
import type { Row } from '#app/database'
import type { OrderPayload } from '#sdk/index'

/** An order's columns after a telling; what it leaves out stays as it was. */
export function orderColumns(payload: OrderPayload, order: Row | undefined): Row {
  const refunded = payload.refunded?.amount ?? Number(order?.refunded ?? 0)
  return {
    cart_provider_id: payload.cartId ?? order?.cart_provider_id ?? null,
    number: payload.number.slice(0, 120),
    items: JSON.stringify(payload.items),
    item_count: payload.items.reduce((sum, item) => sum + item.quantity, 0),
    total: payload.total.amount,
    refunded,
    currency: payload.total.currency,
    lifecycle: payload.lifecycle,
    payment: paymentOf(payload, refunded),
    ...fulfilmentColumns(payload, order),
    version: payload.version,
    placed_at: payload.placedAt,
    paid_at: paidAt(payload, order),
    status_url: payload.statusUrl ?? order?.status_url ?? null,
    landing_url: payload.landingUrl ?? order?.landing_url ?? null,
    live: payload.live,
    client: payload.client ? JSON.stringify(payload.client) : (order?.client ?? null),
    updated_at: clock.now(),
  }
}

/** Told without its refunds, an order does not become wholly paid again. */
export const paymentOf = ({ payment, total }: Pick<OrderPayload, 'payment' | 'total'>, refunded: number): string => {
  if (payment !== 'paid' || refunded === 0) return payment
  return refunded >= total.amount ? 'refunded' : 'partially_refunded'
}

const fulfilmentColumns = ({ fulfilment }: OrderPayload, order: Row | undefined): Row => ({
  fulfilment: fulfilment ?? order?.fulfilment ?? 'unfulfilled',
  follows_parcels: fulfilment === null,
})

/** Not every telling knows the minute: the latest is the one that does. Null is a payment taken back. */
function paidAt({ paidAt: told }: OrderPayload, order: Row | undefined): number | null {
  if (told === null) return null
  const known = Number(order?.paid_at ?? 0)
  return Math.max(told ?? 0, known) || null
}
