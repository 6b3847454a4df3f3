import type { CheckResult, Context } from '#sdk/index'
import { runScenario } from './actions/run_scenario.ts'

export const actions = { runScenario }

/** There is no account to ask: addresses are the keys, and each step names its own. */
export async function check(context: Context): Promise<CheckResult> {
  return { account: context.connectionId, label: 'Make', missingScopes: [], warnings: [] }
}
