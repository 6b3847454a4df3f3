import type { Actor } from '#app/accounts/access'
import { clock } from '#app/clock'
import type { Trx } from '#app/database'
import { record } from '#app/events/record'
import { bell } from '#app/work/bell'
import { currentSession, lockedPayment, moneyOf, write } from './rows.ts'
import type { PaymentRow } from './rows.ts'
import { mayFollow, PAID, PAYABLE } from './states.ts'

/** Ends a locked payment whose time is over, and tells it; answers it as it then is. */
export async function endInTime(trx: Trx, payment: PaymentRow): Promise<PaymentRow> {
  const { expires_at: end } = payment
  if (end === null || end > clock.now() || !PAYABLE.includes(payment.state)) return payment
  const change = { state: 'expired' as const, due_at: await closingDue(trx, payment) }
  await write(trx, payment, { state: 'expired', code: 'payment_time_over', columns: { due_at: change.due_at } })
  await record(trx, [
    {
      workspaceId: payment.workspace_id,
      type: 'payment.expired',
      key: payment.id,
      subject: { kind: 'payment', id: payment.id },
      contactId: payment.contact_id,
      occurredAt: end,
      payload: {
        sessionId: null,
        paymentId: null,
        reference: payment.id,
        amount: moneyOf(payment),
        title: payment.title,
        live: payment.live,
      },
    },
  ])
  return { ...payment, ...change }
}

export type Cancelled = { ok: true } | { ok: false; code: string }

/** Calls a payment off. What is under way, or paid, is no longer ours to stop. */
export async function cancelPayment(trx: Trx, paymentId: string, actor: Actor): Promise<Cancelled> {
  const payment = await lockedPayment(trx, paymentId)
  if (!payment) return { ok: false, code: 'payment_unknown' }
  if (payment.state === 'cancelled') return { ok: true }
  if (!mayFollow(payment.state, 'cancelled')) {
    if (PAID.includes(payment.state)) return { ok: false, code: 'payment_paid_already' }
    return { ok: false, code: payment.state === 'expired' ? 'payment_expired_already' : 'payment_under_way' }
  }
  const due = await closingDue(trx, payment)
  await write(trx, payment, { state: 'cancelled', code: 'payment_called_off', actor, columns: { due_at: due } })
  if (due !== null) trx.after('commit', () => bell.ring('transactional', 'payments'))
  return { ok: true }
}

/** The vendor's page still stands open, or may just be opening: somebody has to close it. */
async function closingDue(trx: Trx, payment: PaymentRow): Promise<number | null> {
  const session = await currentSession(trx, payment)
  return session && ['open', 'opening'].includes(session.state) ? clock.now() : null
}
