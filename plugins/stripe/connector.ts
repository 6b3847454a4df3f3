import { apiKey, defineConnector } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { actions } from './manifest_actions.ts'
import { events } from './samples.ts'
import { credentials } from './schemas.ts'
import { webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = async () => (await import('./implementation.ts')).implementation

export default defineConnector({
  id: 'stripe',
  name: 'Stripe',
  summary: 'Payment pages and links by Stripe, with what was paid, failed and given back.',
  categories: ['payments'],
  hosts: ['api.stripe.com'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#635bff" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><rect x="3" y="3" width="18" height="18" rx="3"/><path d="M15.200 8.600c-1-.6-2.100-.9-3.200-.9-1.700 0-2.800.8-2.800 2 0 2.900 5.800 1.700 5.800 4.600 0 1.300-1.200 2.100-3 2.100-1.300 0-2.500-.4-3.400-1.100"/></svg>',
  docsUrl: 'https://docs.stripe.com/keys',
  auth: apiKey(credentials),
  words: { it },
  reads: [
    'Payments of Checkout, payment links and invoices: how much, and how they ended',
    'Name, e-mail and phone that payers enter there',
    'Refunds and disputes',
  ],
  writes: ['Payment pages and payment links', 'Refunds', 'One webhook endpoint'],
  endpoint: 'connection',
  webhooks,
  events,
  actions,
  roles: ['payments'],
  load,
})
