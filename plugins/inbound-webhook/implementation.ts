import type { CheckResult, Context } from '#sdk/index'

const LABELS: Record<string, string> = {
  signature: 'Signed requests',
  token: 'Token in a header',
  basic: 'User name and password',
  address: 'Secret address',
}

/** There is nobody to call: what may be wrong shows in the deliveries. */
export async function check(context: Context): Promise<CheckResult> {
  const open = context.settings.proof === 'address'
  return {
    account: context.connectionId,
    label: LABELS[String(context.settings.proof)] ?? LABELS.signature,
    missingScopes: [],
    warnings: open ? [{ code: 'unsigned_endpoint' }] : [],
  }
}
