import type { Context, Implementation } from '#sdk/index'
import { call } from './client.ts'
import { report } from './conversions.ts'
import { payments as paymentsRole } from './payments.ts'
import { lookup, send } from './sending.ts'

async function check(context: Context) {
  const { id, name } = await call<{ id: string; name: string }>(context, '/v1/account')
  return { account: id, label: name, missingScopes: [], warnings: [] }
}

const implementation: Implementation = {
  check,
  channel: { send, lookup },
  conversions: {
    maxAge: 7 * 86_400_000,
    batchSize: 100,
    eventNames: {
      website: [
        'Purchase',
        'AddToCart',
        'InitiateCheckout',
        'CompleteRegistration',
        'Lead',
        'Schedule',
        'ViewContent',
        'Search',
      ],
      business_messaging: ['Purchase', 'LeadSubmitted'],
      system_generated: ['Purchase', 'Lead'],
    },
    report,
  },
  payments: paymentsRole,
}

export const { channel, conversions, payments } = implementation
export { check }
