import { allow, EVERY_PURPOSE, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

/** Free text only within 24 hours of their last message; a template may be sent at any time. */
export const conversationWindow: Rule = {
  name: 'conversation_window',
  binds: EVERY_PURPOSE,
  judge({ kind, now, facts: { connection, conversation } }) {
    if (!connection?.channel?.conversationWindow || kind === 'template') return allow()
    const until = conversation?.windowUntil ?? null
    if (until !== null && until > now) return allow('window_open', { until })
    return refuse('window_closed', until === null ? {} : { since: until })
  },
}
