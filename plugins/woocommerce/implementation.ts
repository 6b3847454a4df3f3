import type { Implementation } from '#sdk/index'
import { addOrderNote } from './actions/add_order_note.ts'
import { changeOrderStatus } from './actions/change_order_status.ts'
import { createDiscount } from './actions/create_discount.ts'
import { check } from './check.ts'
import { commerce } from './commerce.ts'
import { reconcile } from './reconcile.ts'
import { withRefunds } from './refunds.ts'
import { subscribe, unsubscribe } from './subscriptions.ts'

/** Everything that calls the shop; the manifest brings it in through `load`. */
export const implementation: Implementation = {
  check,
  webhooks: { subscribe, unsubscribe, reconcile, complete: withRefunds },
  actions: { addOrderNote, changeOrderStatus, createDiscount },
  commerce,
}
