import { scopesMissing } from '#sdk/index'
import type { CheckResult, Context } from '#sdk/index'
import { PayPalClient } from './client.ts'
import { isLive } from './hosts.ts'

const SCOPES = [
  'https://uri.paypal.com/services/applications/webhooks',
  'https://uri.paypal.com/services/payments/refund',
]

/**
 * "Test connection": whether the app is let in, and what it may do. PayPal tells an app nothing of whose it is, so the
 * account is the app.
 */
export async function check(context: Context): Promise<CheckResult> {
  await new PayPalClient(context).rest('GET', '/v1/notifications/webhooks')
  const clientId = String(context.credentials.clientId)
  const sandbox = !isLive(context.settings)
  return {
    account: clientId,
    label: [`${clientId.slice(0, 8)}…`, ...(sandbox ? ['sandbox'] : [])].join(' · '),
    missingScopes: scopesMissing(context.credentials.scope, SCOPES),
    warnings: sandbox ? [{ code: 'test_mode' }] : [],
  }
}
