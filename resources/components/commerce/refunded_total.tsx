import { Money } from '~/ui/money'
import type { OrderLine } from './types.ts'

/** What an order came to; crossed out when all of it was given back. */
export function RefundedTotal({ order: { total, refunded } }: { order: Pick<OrderLine, 'total' | 'refunded'> }) {
  const amount = <Money minor={total.amount} currency={total.currency} strong />
  return refunded && refunded.amount >= total.amount ? (
    <del style={{ color: 'var(--st-text-2)' }}>{amount}</del>
  ) : (
    amount
  )
}
