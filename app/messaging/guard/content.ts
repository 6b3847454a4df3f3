import { allow, EVERY_PURPOSE, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

/** The text could be written, and the provider has approved the template it comes from. */
export const content: Rule = {
  name: 'content',
  binds: EVERY_PURPOSE,
  judge({ flaw, kind, facts: { connection, approval } }) {
    if (flaw) return refuse(flaw.code, flaw.params)
    if (kind !== 'template' || !connection?.channel?.templateApproval) return allow()
    if (approval?.status === 'approved') return allow()
    return refuse('template_not_approved', {
      status: approval?.status ?? 'draft',
      ...(approval?.reason ? { reason: approval.reason } : {}),
    })
  },
}
