import { allow, EVERY_PURPOSE, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

const PRETENDED = 'sandbox'

/** A test workspace never reaches real people: it writes to sandbox phones and to nobody else. */
export const testWorkspace: Rule = {
  name: 'test_workspace',
  binds: EVERY_PURPOSE,
  judge({ facts: { workspace, connection } }) {
    if (workspace?.kind !== 'test' || connection?.connector === PRETENDED) return allow()
    return refuse('test_workspace', { connection: connection?.name ?? '' })
  },
}
