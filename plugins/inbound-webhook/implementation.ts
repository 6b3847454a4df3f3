import type { CheckResult, Context } from '#sdk/index'

/** There is nobody to call: what may be wrong shows in the deliveries. */
export async function check(context: Context): Promise<CheckResult> {
  const open = context.settings.proof === 'address'
  return {
    account: context.connectionId,
    label: open ? 'Secret address' : 'Signed requests',
    missingScopes: [],
    warnings: open ? [{ code: 'unsigned_endpoint' }] : [],
  }
}
