import { asObject, asText, orElse } from '#sdk/index'
import type { CheckResult, Context, Json } from '#sdk/index'
import type Stripe from 'stripe'
import { plain, StripeClient } from './client.ts'

/** What a restricted key needs, by Stripe's names in the dashboard. Asking for one entry finds out about each. */
const PERMISSIONS: Record<string, (stripe: Stripe) => Promise<unknown>> = {
  'Checkout Sessions': (stripe) => stripe.checkout.sessions.list({ limit: 1 }),
  'Payment Links': (stripe) => stripe.paymentLinks.list({ limit: 1 }),
  'PaymentIntents': (stripe) => stripe.paymentIntents.list({ limit: 1 }),
  'Charges and Refunds': (stripe) => stripe.refunds.list({ limit: 1 }),
  'Events': (stripe) => stripe.events.list({ limit: 1 }),
  'Webhook Endpoints': (stripe) => stripe.webhookEndpoints.list({ limit: 1 }),
}

/** "Test connection": whose account, whether it can take money, and what the key may not do. */
export async function check(context: Context): Promise<CheckResult> {
  const client = new StripeClient(context)
  const account = plain(await client.read((stripe) => stripe.accounts.retrieveCurrent()))
  const id = asText(account.id) ?? 'acct_unknown'
  const key = String(context.credentials.apiKey)
  const test = key.includes('_test_')
  return {
    // One account has two worlds, and either may be connected.
    account: test ? `${id}:test` : id,
    label: [nameOf(account) ?? id, ...(test ? ['test'] : [])].join(' · '),
    missingScopes: key.startsWith('rk_') ? await missingPermissions(client) : [],
    warnings: [
      ...(test ? [{ code: 'test_mode' }] : []),
      ...(account.charges_enabled === false ? [{ code: 'payments_not_enabled' }] : []),
    ],
  }
}

async function missingPermissions(client: StripeClient): Promise<string[]> {
  const missing: string[] = []
  for (const [name, ask] of Object.entries(PERMISSIONS))
    if ((await orElse(client.read(ask), null, 'E_PERMISSION_MISSING')) === null) missing.push(name)
  return missing
}

function nameOf(account: Json): string | null {
  const profile = asObject(account.business_profile) ?? {}
  const dashboard = asObject(asObject(account.settings)?.dashboard) ?? {}
  return asText(profile.name) ?? asText(dashboard.display_name)
}
