import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, HOUR, MINUTE, SECOND } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { finish } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { isConnectorError } from '#sdk/errors'
import type { Context, PaymentReport, PaymentsRole } from '#sdk/index'
import { endInTime } from './ending.ts'
import { applyReport } from './reporting.ts'
import { currentSession, lockedPayment, paymentFrom } from './rows.ts'
import type { PaymentRow, SessionRow } from './rows.ts'
import { dueAfterLook } from './schedule.ts'
import { PAID, PAYMENT_STATES, UNDER_WAY } from './states.ts'
import { roleOf } from './vendors.ts'

const LOOK_TAKES = 25 * SECOND
const CLOSING_TRIES = 8

/**
 * Payments that are due: approved ones whose money is to be taken, pages that stand open for long (a webhook may have been
 * lost), links whose time is over, and pages of ended payments that are still to be closed.
 */
export function registerSettling(): void {
  registerWork<PaymentRow>({
    name: 'payments',
    table: 'payments',
    states: PAYMENT_STATES,
    lanes: ['transactional'],
    batch: 20,
    leaseFor: MINUTE,
    perOwner: { column: 'workspace_id', limit: 10 },
    handle: async (rows) => void (await Promise.all(rows.map((row) => look(paymentFrom(row))))),
    giveUp: (row) => finish(db.connection(), 'payments', row, { due_at: clock.now() + HOUR, attempts: 0 }),
  })
}

type Answer =
  | { kind: 'report'; report: PaymentReport | null }
  | { kind: 'closed' }
  | { kind: 'nothing_to_ask' }
  | { kind: 'failed'; after: number }

async function look(row: PaymentRow): Promise<void> {
  const session = await currentSession(db.connection(), row)
  const answer = await ask(row, session)
  await transaction(async (trx) => {
    const due = await learn(trx, row.id, session, answer)
    await finish(trx, 'payments', row, { due_at: due, ...(answer.kind === 'failed' ? {} : { attempts: 0 }) })
  })
}

/** For somebody who stands before the page: whether it could be found out what became of it. */
export async function settleNow(paymentId: string): Promise<boolean> {
  const row: Row | null = await db.from('payments').where('id', paymentId).first()
  if (!row) return false
  const payment = paymentFrom(row)
  const session = await currentSession(db.connection(), payment)
  const answer = await ask(payment, session)
  if (answer.kind === 'failed') return false
  await transaction(async (trx) => {
    const due = await learn(trx, payment.id, session, answer)
    await trx.from('payments').where('id', payment.id).update({ due_at: due })
  })
  return true
}

async function ask(payment: PaymentRow, session: SessionRow | null): Promise<Answer> {
  if (!session?.provider_id || !worthAsking(payment, session)) return { kind: 'nothing_to_ask' }
  const connection = await Connection.in(payment.workspace_id).where('id', payment.connection_id).first()
  if (!connection || connection.state === 'not_connected') return { kind: 'nothing_to_ask' }
  if (!connection.working) return { kind: 'failed', after: HOUR }
  try {
    const role = await roleOf(connection)
    const context = await contextFor(connection, { signal: AbortSignal.timeout(LOOK_TAKES) })
    if (session.state === 'open' && mustClose(payment)) return await close(role, context, session.provider_id)
    const report = await role.settle(context, session.provider_id)
    const over = payment.expires_at !== null && payment.expires_at <= clock.now()
    // Not paid in time: nobody shall pay it a moment later.
    return over && report?.state === 'open'
      ? await close(role, context, session.provider_id)
      : { kind: 'report', report }
  } catch (error) {
    logger.warn({ err: error, payment: payment.id }, 'a vendor did not say what became of a payment')
    return { kind: 'failed', after: pauseOf(error, payment) }
  }
}

/** What was paid is asked about again only while money goes back. */
const worthAsking = ({ state }: PaymentRow, session: SessionRow): boolean =>
  session.state === 'open' || (session.state === 'paid' && PAID.includes(state))

/** Called off, or paid by another page: to ask what became of this one might take money that nobody wants. */
const mustClose = ({ state }: PaymentRow): boolean => state === 'cancelled' || PAID.includes(state)

async function close(role: PaymentsRole, context: Context, sessionId: string): Promise<Answer> {
  await role.expire?.(context, sessionId)
  return { kind: 'closed' }
}

/** Asking is harmless, so it is done again after anything: soon, and then every hour. */
function pauseOf(error: unknown, { attempts }: PaymentRow): number {
  const asked = isConnectorError(error) && 'retryAfter' in error ? Number(error.retryAfter) : 0
  return Math.max(asked, Math.min(10 * SECOND * 3 ** Math.max(0, attempts - 1), HOUR))
}

/** Writes what was found out, and answers when to look again. */
async function learn(trx: Trx, id: string, asked: SessionRow | null, answer: Answer): Promise<number | null> {
  const before = await lockedPayment(trx, id)
  if (!before) return null
  if (answer.kind === 'closed' && asked)
    await trx.from('payment_sessions').where('id', asked.id).update({ state: 'closed', updated_at: clock.now() })
  if (answer.kind === 'report' && asked)
    await applyReport(trx, { payment: before, session: asked, report: answer.report })

  const current = await lockedPayment(trx, id)
  if (!current) return null
  const payment = await endInTime(trx, current)
  const session = await currentSession(trx, payment)
  const due = dueAfterLook(payment, session, await oldestRefund(trx, payment.id))
  if (answer.kind !== 'failed') return due
  const closing = session?.state === 'open' && !UNDER_WAY.includes(payment.state) && payment.attempts < CLOSING_TRIES
  return due !== null || closing ? clock.now() + answer.after : null
}

async function oldestRefund(trx: Trx, paymentId: string): Promise<{ since: number } | null> {
  const row: Row | null = await trx
    .from('payment_refunds')
    .where({ payment_id: paymentId, state: 'accepted' })
    .orderBy('id')
    .first()
  return row && { since: Number(row.at) }
}
