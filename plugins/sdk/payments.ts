import type { PaymentPayload, Person } from './canonical.ts'
import { itemKey } from './hashes.ts'
import type { ParsedItem, Subject } from './webhooks.ts'

/** What a payment's event says. */
export interface PaymentTold {
  type: string
  key: string
  at: number | null
  payload: object
  person?: Person
  /** Default: the payment, by its session where it has one. */
  subject?: Subject
}

/** An event of a payment, as every vendor of payments tells it. */
export function paymentItem({ type, key, at, payload, person, subject }: PaymentTold): ParsedItem {
  const { sessionId, paymentId } = payload as Partial<PaymentPayload>
  return {
    account: null,
    type,
    key: itemKey(key),
    subject: subject ?? { kind: 'payment', id: sessionId ?? paymentId ?? key },
    occurredAt: at,
    payload,
    ...(person ? { person } : {}),
  }
}
