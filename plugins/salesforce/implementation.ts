import type { Implementation } from '#sdk/index'
import { createDeal } from './actions/create_deal.ts'
import { logActivity } from './actions/log_activity.ts'
import { updateDeal } from './actions/update_deal.ts'
import { upsertContact } from './actions/upsert_contact.ts'
import { upsertLead } from './actions/upsert_lead.ts'
import { check } from './check.ts'
import { crm } from './crm.ts'
import { reconcile } from './polling.ts'

/** Everything that calls Salesforce; the manifest brings it in through `load`. */
export const implementation: Implementation = {
  check,
  webhooks: { reconcile },
  actions: { upsertContact, upsertLead, createDeal, updateDeal, logActivity },
  crm,
}
