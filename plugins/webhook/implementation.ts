import type { CheckResult, Context } from '#sdk/index'
import { sendWebhook } from './actions/send_webhook.ts'

export const actions = { sendWebhook }

/** There is nobody to ask: each step names its own receiver. */
export async function check(context: Context): Promise<CheckResult> {
  return { account: context.connectionId, label: 'Signed', missingScopes: [], warnings: [] }
}
