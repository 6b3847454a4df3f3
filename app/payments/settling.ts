import db from '@adonisjs/lucid/services/db'
import { clock, HOUR, MINUTE } from '#app/clock'
import { transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { finish } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { ask } from './asking.ts'
import type { Answer } from './asking.ts'
import { endInTime } from './ending.ts'
import { applyReport } from './reporting.ts'
import { currentSession, lockedPayment, paymentFrom } from './rows.ts'
import type { PaymentRow, SessionRow } from './rows.ts'
import { dueAfterLook } from './schedule.ts'
import { PAYMENT_STATES, UNDER_WAY } from './states.ts'

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

async function look(row: PaymentRow): Promise<void> {
  const session = await currentSession(db.connection(), row)
  const answer = await ask(row, session)
  await transaction(async (trx) => {
    const due = await learn(trx, row.id, { session, answer })
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
    const due = await learn(trx, payment.id, { session, answer })
    await trx.from('payments').where('id', payment.id).update({ due_at: due })
  })
  return true
}

interface Asked {
  session: SessionRow | null
  answer: Answer
}

/** Writes what was found out, and answers when to look again. */
async function learn(trx: Trx, id: string, { session: asked, answer }: Asked): Promise<number | null> {
  const before = await lockedPayment(trx, id)
  if (before && asked) await apply(trx, before, { session: asked, answer })
  const current = await lockedPayment(trx, id)
  if (!current) return null

  const payment = await endInTime(trx, current)
  const session = await currentSession(trx, payment)
  const due = dueAfterLook(payment, session, await oldestRefund(trx, payment.id))
  if (answer.kind !== 'failed') return due
  return due !== null || stillToClose(payment, session) ? clock.now() + answer.after : null
}

async function apply(trx: Trx, payment: PaymentRow, { session, answer }: { session: SessionRow; answer: Answer }) {
  if (answer.kind === 'closed')
    await trx.from('payment_sessions').where('id', session.id).update({ state: 'closed', updated_at: clock.now() })
  if (answer.kind === 'report') await applyReport(trx, { payment, session, report: answer.report })
}

const stillToClose = ({ state, attempts }: PaymentRow, session: SessionRow | null): boolean =>
  session?.state === 'open' && !UNDER_WAY.includes(state) && attempts < CLOSING_TRIES

async function oldestRefund(trx: Trx, paymentId: string): Promise<{ since: number } | null> {
  const row: Row | null = await trx
    .from('payment_refunds')
    .where({ payment_id: paymentId, state: 'accepted' })
    .orderBy('id')
    .first()
  return row && { since: Number(row.at) }
}
