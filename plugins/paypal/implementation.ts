import type { Implementation } from '#sdk/index'
import { refundPayment } from './actions/refund_payment.ts'
import { check } from './check.ts'
import { subscribe, unsubscribe } from './endpoints.ts'
import { payments } from './payments.ts'
import { reconcile } from './reconcile.ts'

/** Everything that calls PayPal; the manifest brings it in through `load`. */
export const implementation: Implementation = {
  check,
  webhooks: { subscribe, unsubscribe, reconcile },
  actions: { refundPayment },
  payments,
}
