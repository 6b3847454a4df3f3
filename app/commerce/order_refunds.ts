import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import { note } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import type { RefundPayload } from '#sdk/index'
import { paymentOf } from './order_columns.ts'
import { placeOf } from './order_tellings.ts'
import { lockedByKey, mapKey, objectKey } from './shop_objects.ts'

/** Keeps each refund, and adds up those that were told without their order: each event comes only once. */
export async function keepRefunds(trx: Trx, events: StoredEvent[]): Promise<void> {
  const refunds = events.filter(({ type }) => type === 'order.refunded')
  await insertNew(trx, 'order_refunds', refunds.map(refundRow))
  for (const event of refunds) if (!(event.payload as RefundPayload).order) await addUp(trx, event)
}

function refundRow(event: StoredEvent): Row & { id: string } {
  const { refundId, amount, reason, refundedAt } = event.payload as RefundPayload
  const now = clock.now()
  return {
    id: newId('order_refund'),
    workspace_id: event.workspaceId,
    natural_key: objectKey(event, refundId),
    order_key: placeOf(event).key,
    contact_id: event.contactId,
    provider_id: refundId,
    amount: amount.amount,
    currency: amount.currency,
    reason: reason ?? null,
    refunded_at: refundedAt,
    created_at: now,
    updated_at: now,
  }
}

async function addUp(trx: Trx, event: StoredEvent): Promise<void> {
  const { amount } = event.payload as RefundPayload
  const place = placeOf(event)
  const order = (await lockedByKey(trx, 'orders', [place])).get(mapKey(place.workspaceId, place.key))
  if (!order) return note(event, 'order_unknown')

  const refunded = Number(order.refunded) + amount.amount
  const payment = paymentOf(
    { payment: 'paid', total: { amount: Number(order.total), currency: String(order.currency) } },
    refunded
  )
  await trx.from('orders').where('id', String(order.id)).update({ refunded, payment, updated_at: clock.now() })
}
