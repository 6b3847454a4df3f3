import { clock, DAY, HOUR, MINUTE } from '#app/clock'
import type { PaymentRow, SessionRow } from './rows.ts'
import { ENDED, PAID, PAYABLE } from './states.ts'

/** A page that its vendor never closes is asked about for so long. */
const PAGE_LIVES = 2 * DAY
const APPROVED_FOR = 3 * DAY
/** Bank debits take days, and their webhooks may be lost. */
const PENDING_FOR = 21 * DAY
const REFUND_TAKES = 14 * DAY

/**
 * When a payment is to be looked at again: to find what a lost webhook would have told, and to end it in time. Null:
 * nothing more can come that would not come by itself.
 */
export function dueAfterLook(
  payment: PaymentRow,
  session: SessionRow | null,
  refundsOnTheirWay: { since: number } | null
): number | null {
  if (PAID.includes(payment.state)) return refundsOnTheirWay && polled(refundsOnTheirWay.since, REFUND_TAKES)
  if (ENDED.includes(payment.state)) return null
  if (payment.state === 'approved') return polled(session?.created_at ?? payment.created_at, APPROVED_FOR, MINUTE)
  if (payment.state === 'pending') return polled(session?.created_at ?? payment.created_at, PENDING_FOR)
  return earliest(payment.expires_at, pageLook(payment, session))
}

/** An open page is asked about every hour until a little after its end. */
function pageLook(payment: PaymentRow, session: SessionRow | null): number | null {
  if (!PAYABLE.includes(payment.state) || session?.state !== 'open') return null
  const until = session.expires_at === null ? PAGE_LIVES : session.expires_at - session.created_at + 2 * HOUR
  return polled(session.created_at, until)
}

/** Soon at first, then hourly, after two days four times a day, and never beyond `forSoLong`. */
function polled(since: number, forSoLong: number, atFirst = 10 * MINUTE): number | null {
  const age = clock.now() - since
  if (age >= forSoLong) return null
  if (age < 10 * MINUTE) return clock.now() + atFirst
  return clock.now() + (age < 2 * DAY ? HOUR : 6 * HOUR)
}

const earliest = (...times: (number | null)[]): number | null => {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.min(...known)
}
