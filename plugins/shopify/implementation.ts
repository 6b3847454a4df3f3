import type { Implementation } from '#sdk/index'
import { addCustomerTags } from './actions/add_customer_tags.ts'
import { createDiscount } from './actions/create_discount.ts'
import { check } from './check.ts'
import { commerce } from './commerce.ts'
import { reconcile } from './reconcile.ts'
import { subscribe, unsubscribe } from './subscriptions.ts'

/** Everything that calls Shopify; the manifest brings it in through `load`. */
export const implementation: Implementation = {
  check,
  webhooks: { subscribe, unsubscribe, reconcile },
  actions: { addCustomerTags, createDiscount },
  commerce,
}
