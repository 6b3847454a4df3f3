import type { Implementation } from '#sdk/index'
import { addToList } from './actions/add_to_list.ts'
import { createDeal } from './actions/create_deal.ts'
import { logActivity } from './actions/log_activity.ts'
import { updateDeal } from './actions/update_deal.ts'
import { upsertContact } from './actions/upsert_contact.ts'
import { check } from './check.ts'
import { complete } from './completing.ts'
import { crm } from './crm.ts'
import { reconcile } from './polling.ts'

/** Everything that calls HubSpot; the manifest brings it in through `load`. */
export const implementation: Implementation = {
  check,
  webhooks: { complete, reconcile },
  actions: { upsertContact, createDeal, updateDeal, logActivity, addToList },
  crm,
}
