import type { Actor } from '#app/accounts/access'
import { clock } from '#app/clock'
import { insert, insertNew } from '#app/database'
import type { Client, Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import { naturalKey, newId } from '#app/ids'
import { bell } from '#app/work/bell'
import type { ClaimedRow } from '#app/work/claim'
import type { Money, PaymentPayload } from '#sdk/index'
import { lockedPayment, remember, write } from './rows.ts'
import type { PaymentRow } from './rows.ts'
import { PAID, refundedState } from './states.ts'

/**
 * - `requested`: the vendor is to be asked; `accepted`: it has taken it down; `done`: it says the money went back;
 * - `refused`: it will not.
 */
export type RefundState = 'requested' | 'accepted' | 'done' | 'refused'

export interface RefundRow extends ClaimedRow {
  workspace_id: string
  payment_id: string
  connection_id: string
  provider_id: string | null
  amount: number
  currency: string
  source: 'console' | 'api' | 'vendor'
  state: RefundState
  code: string | null
  at: number
}

export interface RefundDraft {
  /** Equal keys, one refund. */
  key: string
  /** Null: all that is left. */
  amount: number | null
  source: 'console' | 'api'
  actor: Actor
}

export type Refunding =
  | { ok: true; id: string; amount: Money; isNew: boolean }
  | { ok: false; field: string | null; code: string; params?: Record<string, string | number> }

/** Notes that money is to be given back; a worker asks the vendor, so that a crash in between is no second refund. */
export async function requestRefund(trx: Trx, paymentId: string, draft: RefundDraft): Promise<Refunding> {
  const payment = await lockedPayment(trx, paymentId)
  if (!payment) return { ok: false, field: null, code: 'payment_unknown' }
  const key = naturalKey(draft.source, draft.key)
  const earlier: Row | null = await trx
    .from('payment_refunds')
    .where({ payment_id: payment.id, natural_key: key })
    .first()
  const currency = payment.paid_currency ?? payment.currency
  if (earlier)
    return { ok: true, id: String(earlier.id), amount: { amount: Number(earlier.amount), currency }, isNew: false }

  const left = await refundable(trx, payment)
  const amount = draft.amount ?? left
  const wrong = refundProblem(payment, amount, left)
  if (wrong) return { ok: false, ...wrong }

  const row = refundRow(payment, { key, amount, currency, source: draft.source })
  await insert(trx, 'payment_refunds', row)
  await remember(trx, payment, {
    state: payment.state,
    code: 'refund_requested',
    params: { amount, currency },
    actor: draft.actor,
  })
  trx.after('commit', () => bell.ring('transactional', 'payment_refunds'))
  return { ok: true, id: row.id, amount: { amount, currency }, isNew: true }
}

function refundProblem(
  payment: PaymentRow,
  amount: number,
  left: number
): { field: string | null; code: string; params?: Record<string, string | number> } | null {
  if (!PAID.includes(payment.state) || payment.paid === null) return { field: null, code: 'payment_not_paid' }
  if (payment.provider_id === null) return { field: null, code: 'refund_at_vendor_only' }
  if (left <= 0) return { field: null, code: 'refunded_already' }
  if (!Number.isSafeInteger(amount) || amount <= 0) return { field: 'amount', code: 'amount_not_positive' }
  return amount > left ? { field: 'amount', code: 'refund_too_large', params: { left } } : null
}

/** What may still be given back: refunds on their way count as given. */
export async function refundable(client: Client, payment: PaymentRow): Promise<number> {
  const rows: Row[] = await client
    .from('payment_refunds')
    .where('payment_id', payment.id)
    .whereIn('state', ['requested', 'accepted'])
    .select('amount')
  const onTheWay = rows.reduce((sum, row) => sum + Number(row.amount), 0)
  return Math.max(0, (payment.paid ?? 0) - payment.refunded - onTheWay)
}

/** A refund as the vendor told it: ours come true, or one that was made at the vendor's. */
export async function keepRefund(trx: Trx, payment: PaymentRow, event: StoredEvent): Promise<void> {
  const { refundId = null, amount, refundedTotal } = event.payload as PaymentPayload
  const known: Row | null = refundId
    ? await trx.from('payment_refunds').where({ payment_id: payment.id, provider_id: refundId }).first()
    : null
  if (known?.state === 'done') return
  if (known) {
    const done = { state: 'done', due_at: null, updated_at: clock.now() }
    await trx.from('payment_refunds').where('id', String(known.id)).update(done)
  } else {
    const [isNew] = await insertNew(trx, 'payment_refunds', [vendorRefund(payment, event)])
    if (!isNew) return
  }
  await countRefunds(trx, payment, { total: refundedTotal?.amount ?? null, eventId: event.id, amount })
}

interface RefundParts {
  key: string
  amount: number
  currency: string
  source: RefundRow['source']
}

/** One that the vendor is to be asked for; what it tells by itself is done already. */
function refundRow(payment: PaymentRow, { key, amount, currency, source }: RefundParts) {
  const now = clock.now()
  return {
    id: newId('payment_refund'),
    workspace_id: payment.workspace_id,
    payment_id: payment.id,
    natural_key: key,
    connection_id: payment.connection_id,
    amount,
    currency,
    source,
    at: now,
    lane: 'transactional',
    state: 'requested' as RefundState,
    due_at: now as number | null,
    created_at: now,
    updated_at: now,
  }
}

function vendorRefund(payment: PaymentRow, event: StoredEvent) {
  const { refundId = null, amount: money } = event.payload as PaymentPayload
  const key = naturalKey('vendor', refundId ?? event.key)
  return {
    ...refundRow(payment, { ...money, key, source: 'vendor' }),
    provider_id: refundId,
    at: event.occurredAt,
    state: 'done',
    due_at: null,
  }
}

/** The sum is the vendor's where it tells one, else that of all refunds that are done; it never shrinks. */
export async function countRefunds(
  trx: Trx,
  payment: PaymentRow,
  told: { total: number | null; eventId: string | null; amount: Money | null }
): Promise<void> {
  const rows: Row[] = await trx
    .from('payment_refunds')
    .where({ payment_id: payment.id, state: 'done' })
    .select('amount')
  const sum = rows.reduce((all, row) => all + Number(row.amount), 0)
  const refunded = Math.max(payment.refunded, told.total ?? 0, sum)
  if (refunded === payment.refunded) return
  await write(trx, payment, {
    state: refundedState(refunded, payment.paid ?? payment.amount),
    code: 'payment_refunded',
    ...(told.amount
      ? { params: { ...told.amount } }
      : { params: { amount: refunded - payment.refunded, currency: payment.currency } }),
    eventId: told.eventId,
    columns: { refunded },
  })
}
