import { apiKey, defineConnector } from '#sdk/index'
import { keyExchange } from './key_exchange.ts'
import it from './lang/it.json' with { type: 'json' }
import { addOrderNote, changeOrderStatus, createDiscount } from './manifest_actions.ts'
import { samples } from './samples.ts'
import { credentials, settings } from './schemas.ts'
import { SHOP_URL } from './shop.ts'
import { webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = async () => (await import('./implementation.ts')).implementation

export default defineConnector({
  id: 'woocommerce',
  name: 'WooCommerce',
  summary: 'Orders, parcels, customers, products and unfinished checkouts from a WooCommerce shop.',
  categories: ['commerce'],
  hosts: [],
  hostsFrom: ({ url }) => (typeof url === 'string' && SHOP_URL.test(url) ? [new URL(url).origin] : []),
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#7f54b3" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M4.500 4h15A2.500 2.500 0 0 1 22 6.500v7a2.500 2.500 0 0 1-2.500 2.500H14l2 4-5.500-4h-6A2.500 2.500 0 0 1 2 13.500v-7A2.500 2.500 0 0 1 4.500 4z"/><path d="M6 8l1.500 4.500L10 8.500l1 4L13 8"/><circle cx="17.200" cy="10.300" r="1.800"/></svg>',
  docsUrl: 'https://woocommerce.com/document/woocommerce-rest-api/',
  auth: apiKey(credentials, { exchange: keyExchange }),
  settings,
  reads: [
    'Orders, their states and refunds',
    'Parcels, from the fields of the common tracking plugins',
    'Customers and their WhatsApp consent',
    'Products and their stock',
    'Unfinished checkouts of the block checkout',
  ],
  writes: ['Coupons', 'Notes and states of orders, where a step says so', 'Webhooks'],
  endpoint: 'connection',
  webhooks,
  events: samples,
  actions: { addOrderNote, changeOrderStatus, createDiscount },
  roles: ['commerce'],
  words: { it },
  load,
})
