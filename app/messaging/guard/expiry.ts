import { allow, EVERY_PURPOSE, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

/** Too late is worse than never: a code after ten minutes, a reminder after a day. */
export const expiry: Rule = {
  name: 'expiry',
  binds: EVERY_PURPOSE,
  judge: ({ sendBefore, now }) => (now < sendBefore ? allow() : refuse('expired', { since: sendBefore })),
}
