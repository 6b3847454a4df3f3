import type { Implementation } from '#sdk/index'
import { createPaymentLink } from './actions/create_payment_link.ts'
import { refundPayment } from './actions/refund_payment.ts'
import { check } from './check.ts'
import { complete } from './completion.ts'
import { subscribe, unsubscribe } from './endpoints.ts'
import { payments } from './payments.ts'
import { reconcile } from './reconcile.ts'

/** Everything that calls Stripe; the manifest brings it in through `load`. */
export const implementation: Implementation = {
  check,
  webhooks: { subscribe, unsubscribe, complete, reconcile },
  actions: { createPaymentLink, refundPayment },
  payments,
}
