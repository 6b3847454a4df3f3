/**
 * - `requested`: a link, and nobody has opened it; `open`: the vendor's page stands open;
 * - `approved`: the customer agreed and the money is not taken yet; `pending`: it is on its way;
 * - `failed`: the last try failed, and another may be made;
 * - `succeeded`, `partially_refunded`, `refunded`: paid, and what was given back of it;
 * - `expired`, `cancelled`: its time ran out, or somebody called it off.
 */
export const PAYMENT_STATES = [
  'requested',
  'open',
  'approved',
  'pending',
  'succeeded',
  'partially_refunded',
  'refunded',
  'failed',
  'expired',
  'cancelled',
] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

/** The customer may still pay by the link. */
export const PAYABLE: readonly PaymentState[] = ['requested', 'open', 'failed']
/** The customer did their part, and the money is not here yet. */
export const UNDER_WAY: readonly PaymentState[] = ['approved', 'pending']
export const PAID: readonly PaymentState[] = ['succeeded', 'partially_refunded', 'refunded']
export const ENDED: readonly PaymentState[] = ['expired', 'cancelled']

/** A state that was told, by an event, an answer or a person. Refunds go by their sum instead: `refundedState`. */
export type ToldState = Exclude<PaymentState, 'requested' | 'partially_refunded' | 'refunded'>

/**
 * From which states each may follow. Vendors tell late, twice and in any order: money that is here counts even after the
 * payment was called off, and what was paid is never unpaid. What was approved after it was called off is not taken.
 */
const FOLLOWS: Record<ToldState, readonly PaymentState[]> = {
  open: PAYABLE,
  approved: [...PAYABLE, 'expired'],
  pending: [...PAYABLE, 'approved', 'expired'],
  failed: ['requested', 'open', ...UNDER_WAY],
  expired: PAYABLE,
  cancelled: PAYABLE,
  succeeded: [...PAYABLE, ...UNDER_WAY, ...ENDED],
}

export const mayFollow = (from: PaymentState, told: ToldState): boolean => FOLLOWS[told].includes(from)

/** A refund proves that it was paid, whatever we had heard before. */
export const refundedState = (refunded: number, paid: number): PaymentState =>
  refunded <= 0 ? 'succeeded' : refunded >= paid ? 'refunded' : 'partially_refunded'
