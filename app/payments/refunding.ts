import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, HOUR, MINUTE, SECOND } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { failureFrom } from '#app/connectors/failures'
import { transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { finish } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { isConnectorError } from '#sdk/errors'
import { countRefunds } from './refunds.ts'
import type { RefundRow } from './refunds.ts'
import { lockedPayment, remember } from './rows.ts'
import { roleOf } from './vendors.ts'

const MAX_ATTEMPTS = 12
const CALL_TAKES = 25 * SECOND
/** Nothing was done, or the same key does it once: asked again. */
const WORTH_ANOTHER_TRY = ['E_TEMPORARY', 'E_RATE_LIMITED', 'E_OUTCOME_UNKNOWN', 'E_AUTHENTICATION_EXPIRED']

export function registerRefunding(): void {
  registerWork<RefundRow>({
    name: 'payment_refunds',
    table: 'payment_refunds',
    states: ['requested'],
    lanes: ['transactional'],
    batch: 10,
    leaseFor: MINUTE,
    handle: async (rows) => void (await Promise.all(rows.map(giveBack))),
    giveUp: (row) => transaction((trx) => refuse(trx, row, { code: 'gave_up', params: {} })),
  })
}

async function giveBack(row: RefundRow): Promise<void> {
  const payment: Row | null = await db.from('payments').where('id', row.payment_id).first()
  const connection = await Connection.in(row.workspace_id).where('id', row.connection_id).first()
  if (!payment || !connection || connection.state === 'not_connected')
    return transaction((trx) => refuse(trx, row, { code: 'not_connected', params: {} }))
  const whole = Number(row.amount) === Number(payment.paid)
  try {
    const context = await contextFor(connection, { idempotencyKey: row.id, signal: AbortSignal.timeout(CALL_TAKES) })
    const amount = whole ? null : { amount: Number(row.amount), currency: row.currency }
    const { id } = await (await roleOf(connection)).refund(context, { paymentId: String(payment.provider_id), amount })
    await transaction((trx) => accepted(trx, row, id))
  } catch (error) {
    await transaction((trx) => notGiven(trx, row, error))
  }
}

/** The vendor has it; that the money went back it tells by itself, or is asked a little later. */
async function accepted(trx: Trx, row: RefundRow, providerId: string): Promise<void> {
  const payment = await lockedPayment(trx, row.payment_id)
  // Its webhook was quicker than its answer: one refund, and not two.
  const told: Row | null = await trx
    .from('payment_refunds')
    .where({ payment_id: row.payment_id, provider_id: providerId, source: 'vendor' })
    .first()
  if (told) await trx.from('payment_refunds').where('id', String(told.id)).delete()
  await finish(trx, 'payment_refunds', row, {
    state: told ? 'done' : 'accepted',
    provider_id: providerId,
    due_at: null,
    updated_at: clock.now(),
  })
  if (!payment) return
  await remember(trx, payment, {
    state: payment.state,
    code: 'refund_accepted',
    params: { amount: Number(row.amount), currency: row.currency },
  })
  if (told) return countRefunds(trx, payment, { total: null, eventId: null, amount: null })
  await trx
    .from('payments')
    .where('id', payment.id)
    .update({ due_at: clock.now() + 2 * MINUTE, attempts: 0 })
}

async function notGiven(trx: Trx, row: RefundRow, error: unknown): Promise<void> {
  logger.warn({ err: error, refund: row.id }, 'a refund was not taken')
  const again = !isConnectorError(error) || WORTH_ANOTHER_TRY.includes(error.code)
  const { reason } = failureFrom(error)
  if (!again || row.attempts >= MAX_ATTEMPTS)
    return refuse(trx, row, { code: 'refund_refused', params: { message: String(reason.params?.message ?? '') } })
  const asked = isConnectorError(error) && 'retryAfter' in error ? Number(error.retryAfter) : 0
  const pause = Math.max(asked, Math.min(10 * SECOND * 3 ** (row.attempts - 1), HOUR))
  await finish(trx, 'payment_refunds', row, {
    due_at: clock.now() + pause,
    code: reason.code,
    updated_at: clock.now(),
  })
}

async function refuse(trx: Trx, row: RefundRow, why: { code: string; params: Record<string, string> }): Promise<void> {
  // Its payment first, as everybody locks them.
  const payment = await lockedPayment(trx, row.payment_id)
  await finish(trx, 'payment_refunds', row, {
    state: 'refused',
    due_at: null,
    code: why.code,
    params: JSON.stringify(why.params),
    updated_at: clock.now(),
  })
  if (payment) await remember(trx, payment, { state: payment.state, code: 'refund_refused', params: why.params })
}
