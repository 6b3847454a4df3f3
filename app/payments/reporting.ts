import { clock } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { handOver } from '#app/deliveries/items'
import { resolved } from '#app/deliveries/reconciling'
import type { Row, Trx } from '#app/database'
import type { Money, PaymentPayload, PaymentReport } from '#sdk/index'
import { lockedPayment, moneyOf, write } from './rows.ts'
import type { PaymentRow, SessionRow } from './rows.ts'
import { countRefunds } from './refunds.ts'
import { mayFollow } from './states.ts'
import { markSession } from './telling.ts'

interface Asked {
  payment: PaymentRow
  session: SessionRow
  /** Null: the vendor knows no such page. */
  report: PaymentReport | null
}

/**
 * What the vendor said when asked goes the way of what it tells by itself, with the same keys, so that both are one event
 * whichever comes first.
 */
export async function applyReport(trx: Trx, { payment, session, report }: Asked): Promise<void> {
  switch (report?.state) {
    case 'succeeded':
    case 'partially_refunded':
    case 'refunded':
      if (payment.paid === null) await tell(trx, { payment, session, type: 'payment.succeeded', report })
      return givenBack(trx, payment.id, report.refunded)
    case 'pending':
      if (mayFollow(payment.state, 'pending')) await write(trx, payment, { state: 'pending', code: 'payment_pending' })
      return
    case 'failed':
      if (mayFollow(payment.state, 'failed')) await tell(trx, { payment, session, type: 'payment.failed', report })
      // This page took a try and will not take another.
      return markSession(trx, payment, { page: session.provider_id, state: 'expired' })
    case 'expired':
    case undefined:
      if (session.state === 'open') await tell(trx, { payment, session, type: 'payment.expired', report })
      return
    case 'open':
      return
  }
}

interface Telling extends Asked {
  type: 'payment.succeeded' | 'payment.failed' | 'payment.expired'
}

async function tell(trx: Trx, { payment, session, type, report }: Telling): Promise<void> {
  const paymentId = report?.paymentId ?? null
  const key = {
    'payment.succeeded': paymentId ?? session.provider_id,
    'payment.failed': `${paymentId ?? session.provider_id}:settled`,
    'payment.expired': session.provider_id,
  }[type]
  await tellAs(trx, payment, {
    type,
    key: String(key),
    payload: {
      sessionId: session.provider_id,
      paymentId,
      reference: payment.id,
      amount: report?.amount ?? moneyOf(payment),
      failure: report?.failure ?? null,
      live: payment.live,
    },
  })
}

/** As an item of its connection, found by asking. */
export async function tellAs(
  trx: Trx,
  payment: PaymentRow,
  { type, key, payload }: { type: string; key: string; payload: PaymentPayload }
): Promise<void> {
  const connection = await Connection.in(payment.workspace_id, trx).where('id', payment.connection_id).first()
  if (!connection) return
  const subject = { kind: 'payment', id: payment.id }
  await handOver(trx, [resolved(connection, { account: null, type, key, subject, occurredAt: clock.now(), payload })])
}

/** What the vendor counts as given back also says which of the refunds it had taken down are done. */
async function givenBack(trx: Trx, paymentId: string, refunded: Money | null): Promise<void> {
  const payment = await lockedPayment(trx, paymentId)
  if (!payment || !refunded || refunded.amount <= payment.refunded) return
  const rows: Row[] = await trx
    .from('payment_refunds')
    .where({ payment_id: payment.id, state: 'accepted' })
    .orderBy('id')
  let counted = payment.refunded
  for (const row of rows) {
    counted += Number(row.amount)
    if (counted > refunded.amount) break
    const refundId = String(row.provider_id)
    await tellAs(trx, payment, {
      type: 'payment.refunded',
      key: refundId,
      payload: {
        sessionId: null,
        paymentId: payment.provider_id,
        reference: payment.id,
        amount: { amount: Number(row.amount), currency: String(row.currency) },
        refundId,
        live: payment.live,
      },
    })
  }
  const after = await lockedPayment(trx, paymentId)
  if (after) await countRefunds(trx, after, { total: refunded.amount, eventId: null, amount: null })
}
