import type { Actor } from '#app/accounts/access'
import type { Client, Row, Trx } from '#app/database'
import { insert, lockRow, readJson } from '#app/database'
import { clock } from '#app/clock'
import type { Note } from '#app/events/event'
import { announceActivity } from '#app/http/activity'
import { newId } from '#app/ids'
import type { ClaimedRow } from '#app/work/claim'
import type { Money, PaymentRequest } from '#sdk/index'
import type { PaymentSource } from './payment.ts'
import type { PaymentState } from './states.ts'

/** A payment as the work on it sees it: its columns, read under its lock. */
export interface PaymentRow extends ClaimedRow {
  workspace_id: string
  natural_key: string
  connection_id: string
  connector: string
  contact_id: string | null
  order_id: string | null
  message_id: string | null
  run_id: string | null
  source: PaymentSource
  code: string
  title: string
  amount: number
  currency: string
  paid: number | null
  paid_currency: string | null
  refunded: number
  provider_id: string | null
  session_number: number
  problem: Note | null
  live: boolean
  state: PaymentState
  expires_at: number | null
  paid_at: number | null
  due_at: number | null
  created_at: number
}

const number = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

/** Drivers answer big integers as text, and booleans as numbers. */
export function paymentFrom(row: Row): PaymentRow {
  return {
    ...(row as PaymentRow),
    amount: Number(row.amount),
    paid: number(row.paid),
    refunded: Number(row.refunded),
    session_number: Number(row.session_number),
    problem: row.problem ? readJson<Note>(row.problem) : null,
    live: Boolean(row.live),
    expires_at: number(row.expires_at),
    paid_at: number(row.paid_at),
    due_at: number(row.due_at),
    created_at: Number(row.created_at),
  }
}

/** Held until the transaction ends: of two who change a payment, the second sees what the first has done. */
export async function lockedPayment(trx: Trx, id: string): Promise<PaymentRow | null> {
  const row = await lockRow(trx, 'payments', id)
  return row && paymentFrom(row)
}

export const moneyOf = ({ amount, currency }: Pick<PaymentRow, 'amount' | 'currency'>): Money => ({ amount, currency })

/**
 * - `opening`: somebody asks the vendor for it, or crashed over it; `open`: it can be paid; `expired`: not any more;
 * - `refused`: the vendor did not open it; `closed`: ended by us; `paid`.
 */
export type SessionState = 'opening' | 'open' | 'expired' | 'refused' | 'closed' | 'paid'

/** One page of the vendor's, on which a payment may be made. */
export interface SessionRow {
  id: string
  workspace_id: string
  payment_id: string
  number: number
  connection_id: string
  request: PaymentRequest
  provider_id: string | null
  url: string | null
  state: SessionState
  expires_at: number | null
  opening_until: number
  created_at: number
}

export const sessionFrom = (row: Row): SessionRow => ({
  ...(row as unknown as SessionRow),
  number: Number(row.number),
  request: readJson<PaymentRequest>(row.request),
  expires_at: number(row.expires_at),
  opening_until: Number(row.opening_until),
  created_at: Number(row.created_at),
})

/** The page a tap leads to; null before the first one. */
export async function currentSession(client: Client, payment: PaymentRow): Promise<SessionRow | null> {
  const row: Row | null = await client
    .from('payment_sessions')
    .where({ payment_id: payment.id, number: payment.session_number })
    .first()
  return row && sessionFrom(row)
}

/** The key under which the vendor opens a page once, however often it is asked. */
export const sessionKey = ({ payment_id: payment, number: n }: Pick<SessionRow, 'payment_id' | 'number'>): string =>
  `${payment}/${n}`

export interface Change {
  state: PaymentState
  code?: string | null
  params?: Note['params']
  actor?: Actor | null
  eventId?: string | null
  /** Further columns of the payment that change with it. */
  columns?: Row
}

/** Changes a locked payment and writes into its history how and why. */
export async function write(trx: Trx, payment: PaymentRow, change: Change): Promise<void> {
  const { state, columns = {} } = change
  await trx
    .from('payments')
    .where('id', payment.id)
    .update({ state, updated_at: clock.now(), ...columns })
  await remember(trx, payment, change)
}

/** Only the line in its history. */
export async function remember(trx: Trx, payment: PaymentRow, change: Omit<Change, 'columns'>): Promise<void> {
  const { state, code = null, params, actor = null, eventId = null } = change
  await insert(trx, 'payment_changes', {
    id: newId('payment_change'),
    workspace_id: payment.workspace_id,
    payment_id: payment.id,
    state,
    code,
    params: params ? JSON.stringify(params) : null,
    actor_kind: actor?.kind ?? null,
    actor_id: actor?.id ?? null,
    event_id: eventId,
    at: clock.now(),
  })
  trx.after('commit', () => announceActivity(payment.workspace_id))
}
