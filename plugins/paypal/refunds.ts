import { asText, idOfMade, Permanent } from '#sdk/index'
import type { Money } from '#sdk/index'
import type { PayPalClient } from './client.ts'
import { paypalAmount } from './money.ts'
import { requestId } from './request_id.ts'

export interface RefundRequest {
  /** PayPal's id of the capture. */
  paymentId: string
  amount: Money | null
  note?: string
}

/** Gives back all or a part. */
export async function refund(
  client: PayPalClient,
  { paymentId: captureId, amount, note }: RefundRequest
): Promise<{ id: string; status: string }> {
  const { idempotencyKey } = client.context
  const body = { ...(amount ? { amount: paypalAmount(amount) } : {}), ...(note ? { noteToPayer: note } : {}) }
  const paypalRequestId = idempotencyKey === null ? undefined : requestId(idempotencyKey)
  const given = await client.change(({ payments }) =>
    payments.refundCapturedPayment({ captureId, paypalRequestId, prefer: 'return=representation', body })
  )
  const status = asText(given.status) ?? 'PENDING'
  if (status === 'FAILED' || status === 'CANCELLED')
    throw new Permanent('PayPal could not give the money back', { vendorCode: `REFUND_${status}` })
  return { id: idOfMade(given.id, 'The refund'), status }
}
