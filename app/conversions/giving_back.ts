import { clock } from '#app/clock'
import type { Row, Trx } from '#app/database'
import { naturalKey } from '#app/ids'
import { placeOf } from '#app/commerce/order_tellings'
import type { StoredEvent } from '#app/events/event'
import type { Consumer } from '#app/events/registry'
import type { PaymentPayload, RefundPayload } from '#sdk/index'
import { CONVERSION_KINDS } from './kinds.ts'
import { outcomeId } from './outcomes.ts'

/**
 * Money given back is no longer earned. Meta is not told: a report cannot be taken back there, and a second one under
 * another id would count as another purchase.
 */
export const refundsConsumer: Consumer = {
  name: 'conversion_refunds',
  // What happened before its shop was connected anew reduces what was earned all the same.
  listens: (_trx, { type }) => type === 'order.refunded' || type === 'payment.refunded',
  async consume(trx, event) {
    const back = event.type === 'order.refunded' ? await backOfOrder(trx, event) : await backOfPayment(trx, event)
    if (back === null) return
    const conversions: Row[] = await trx
      .from('conversions')
      .where('workspace_id', event.workspaceId)
      .whereIn(
        'natural_key',
        CONVERSION_KINDS.map((kind) => naturalKey(kind, back.of))
      )
      .whereNotNull('amount')
    for (const { id, amount } of conversions)
      await trx
        .from('conversions')
        .where('id', String(id))
        .update({ refunded: Math.min(back.amount, Number(amount)), updated_at: clock.now() })
  },
}

interface Back {
  /** The outcome's id. */
  of: string
  /** All that was given back so far, minor units. */
  amount: number
}

/** The order knows the sum of all its refunds, however they were told. */
async function backOfOrder(trx: Trx, event: StoredEvent): Promise<Back | null> {
  const { workspaceId, key } = placeOf(event)
  const order = await trx.from('orders').where({ workspace_id: workspaceId, natural_key: key }).first()
  const { orderId } = event.payload as RefundPayload
  return order ? { of: outcomeId(event, orderId), amount: Number(order.refunded) } : null
}

async function backOfPayment(trx: Trx, event: StoredEvent): Promise<Back | null> {
  if (!event.subject) return null
  const { refundedTotal, amount } = event.payload as PaymentPayload
  const payment = await trx.from('payments').where({ workspace_id: event.workspaceId, id: event.subject.id }).first()
  const sum = payment ? Number(payment.refunded) : (refundedTotal?.amount ?? amount.amount)
  return { of: outcomeId(event, event.subject.id), amount: sum }
}
