import { defineConnector } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { addCustomerTags, createDiscount } from './manifest_actions.ts'
import { samples } from './samples.ts'
import { settings } from './schemas.ts'
import { auth } from './sign_in.ts'
import { webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = async () => (await import('./implementation.ts')).implementation

export default defineConnector({
  id: 'shopify',
  name: 'Shopify',
  summary: 'Carts, orders, parcels, customers and their consent from a Shopify shop.',
  categories: ['commerce'],
  hosts: ['*.myshopify.com'],
  icon: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M5 8h14l1.2 12.5H3.800z"/><path d="M8.500 11V7a3.500 3.500 0 0 1 7 0v4"/></svg>`,
  docsUrl: 'https://shopify.dev/docs/apps/build/authentication-authorization',
  auth,
  settings,
  reads: [
    'Carts, orders and refunds',
    'Parcels and their tracking',
    'Customers and their marketing consent',
    'Products',
  ],
  writes: ['Customer tags', 'Discount codes', 'Webhook subscriptions'],
  endpoint: 'connection',
  webhooks,
  events: samples,
  actions: { addCustomerTags, createDiscount },
  roles: ['commerce'],
  words: { it },
  load,
})
