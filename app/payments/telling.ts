import { clock } from '#app/clock'
import type { Trx } from '#app/database'
import { note } from '#app/events/event'
import type { Note, StoredEvent } from '#app/events/event'
import { bell } from '#app/work/bell'
import type { PaymentPayload } from '#sdk/index'
import { keepRefund } from './refunds.ts'
import { currentSession, lockedPayment, moneyOf, remember, write } from './rows.ts'
import type { PaymentRow, SessionState } from './rows.ts'
import { ENDED, mayFollow, PAID, refundedState } from './states.ts'

/** What an event says of a payment of ours, applied under its lock. Told again, or too late to matter, it changes nothing. */
export async function applyEvent(trx: Trx, event: StoredEvent): Promise<void> {
  const payment = event.subject && (await lockedPayment(trx, event.subject.id))
  if (!payment) return
  const payload = event.payload as PaymentPayload
  switch (event.type) {
    case 'payment.approved':
      return approved(trx, payment, event)
    case 'payment.succeeded':
      return succeeded(trx, payment, event)
    case 'payment.failed':
      return failed(trx, payment, { failure: payload.failure ?? null, eventId: event.id })
    case 'payment.refunded':
      return keepRefund(trx, payment, event)
    case 'payment.session_expired':
      return sessionOver(trx, payment, payload.sessionId)
  }
}

/** The money is not taken yet: that is asked for at once. */
async function approved(trx: Trx, payment: PaymentRow, event: StoredEvent): Promise<void> {
  if (!mayFollow(payment.state, 'approved')) {
    if (ENDED.includes(payment.state)) note(event, 'payment_over', { state: payment.state })
    return
  }
  await write(trx, payment, {
    state: 'approved',
    code: 'payment_approved',
    eventId: event.id,
    columns: { due_at: clock.now(), attempts: 0 },
  })
  trx.after('commit', () => bell.ring('transactional', 'payments'))
}

async function succeeded(trx: Trx, payment: PaymentRow, event: StoredEvent): Promise<void> {
  const payload = event.payload as PaymentPayload
  if (payment.paid !== null) return paidAgain(trx, payment, event)
  const problem = problemOf(payment, payload, event.occurredAt)
  if (problem) note(event, problem.code, problem.params)
  const otherIsOpen = await markPaid(trx, payment, payload.sessionId)
  await write(trx, payment, {
    state: refundedState(payment.refunded, payload.amount.amount),
    code: 'payment_succeeded',
    eventId: event.id,
    columns: {
      paid: payload.amount.amount,
      paid_currency: payload.amount.currency,
      provider_id: payload.paymentId ?? payment.provider_id,
      paid_at: event.occurredAt,
      live: payload.live,
      problem: problem ? JSON.stringify(problem) : null,
      // Paid by an older page: the one that stands open must not be paid, too.
      due_at: otherIsOpen ? clock.now() : null,
    },
  })
}

/** Answers whether another page than the one that was paid still stands open. Not told which, it was the latest. */
async function markPaid(trx: Trx, payment: PaymentRow, sessionId: string | null): Promise<boolean> {
  const session = await currentSession(trx, payment)
  const page = sessionId ?? session?.provider_id ?? null
  await markSession(trx, payment, { page, state: 'paid' })
  return session?.state === 'open' && session.provider_id !== page
}

/** The other telling of the same money, or other money: that one a person should give back. */
async function paidAgain(trx: Trx, payment: PaymentRow, event: StoredEvent): Promise<void> {
  const { paymentId, amount } = event.payload as PaymentPayload
  if (paymentId === null || payment.provider_id === null || paymentId === payment.provider_id) return
  const problem: Note = { code: 'paid_twice', params: { payment: paymentId, ...amount } }
  note(event, problem.code, problem.params)
  await write(trx, payment, {
    state: payment.state,
    ...problem,
    eventId: event.id,
    columns: { problem: JSON.stringify(problem) },
  })
}

/** What a person should look at, though the money is here. */
function problemOf(payment: PaymentRow, { amount: paid }: PaymentPayload, paidAt: number): Note | null {
  const asked = moneyOf(payment)
  if (paid.amount !== asked.amount || paid.currency !== asked.currency)
    return {
      code: 'paid_other_amount',
      params: {
        asked: asked.amount,
        asked_currency: asked.currency,
        paid: paid.amount,
        paid_currency: paid.currency,
      },
    }
  const inTime = payment.state === 'expired' && payment.expires_at !== null && paidAt <= payment.expires_at
  return ENDED.includes(payment.state) && !inTime ? { code: 'paid_after_end', params: { state: payment.state } } : null
}

export async function failed(
  trx: Trx,
  payment: PaymentRow,
  { failure, eventId = null }: { failure: string | null; eventId?: string | null }
): Promise<void> {
  if (PAID.includes(payment.state) || ENDED.includes(payment.state)) return
  const params = { failure: failure ?? '' }
  if (payment.state === 'failed')
    return remember(trx, payment, { state: 'failed', code: 'payment_try_failed', params, eventId })
  await write(trx, payment, { state: 'failed', code: 'payment_try_failed', params, eventId })
}

/** The vendor's page cannot be paid any more; the link opens another. */
async function sessionOver(trx: Trx, payment: PaymentRow, sessionId: string | null): Promise<void> {
  await markSession(trx, payment, { page: sessionId, state: 'expired' })
  if (payment.state !== 'open') return
  await write(trx, payment, {
    state: 'requested',
    code: 'payment_page_expired',
    columns: { due_at: payment.expires_at },
  })
}

/** Says of one of the vendor's pages what became of it. */
export async function markSession(
  trx: Trx,
  payment: PaymentRow,
  { page, state }: { page: string | null; state: SessionState }
): Promise<void> {
  if (page === null) return
  await trx
    .from('payment_sessions')
    .where({ payment_id: payment.id, provider_id: page })
    .update({ state, updated_at: clock.now() })
}
