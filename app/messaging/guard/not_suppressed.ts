import { allow, EVERY_PURPOSE, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

/** Whoever blocked us, bounced for good or was erased is left in peace, whatever a ledger says. */
export const notSuppressed: Rule = {
  name: 'not_suppressed',
  binds: EVERY_PURPOSE,
  judge({ purpose, facts: { contact } }) {
    const found = contact?.suppressions.find((each) => each.purpose === 'any' || each.purpose === purpose)
    return found ? refuse('suppressed', { reason: found.reason, since: found.at }) : allow()
  },
}
