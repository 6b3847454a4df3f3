import type { CheckResult, Context } from '#sdk/index'
import { triggerZap } from './actions/trigger_zap.ts'

export const actions = { triggerZap }

/** There is no account to ask: addresses are the keys, and each step names its own. */
export async function check(context: Context): Promise<CheckResult> {
  return { account: context.connectionId, label: 'Zapier', missingScopes: [], warnings: [] }
}
