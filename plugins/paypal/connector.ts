import { clientCredentials, defineConnector, tokenGrant } from '#sdk/index'
import { HOSTS, originOf } from './hosts.ts'
import it from './lang/it.json' with { type: 'json' }
import { actions } from './manifest_actions.ts'
import { CURRENCIES } from './money.ts'
import { events } from './samples.ts'
import { credentials, settings } from './schemas.ts'
import { webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = async () => (await import('./implementation.ts')).implementation

export default defineConnector({
  id: 'paypal',
  name: 'PayPal',
  summary: 'Payments by PayPal: what was approved is taken, and what was paid or given back is told.',
  categories: ['payments'],
  hosts: HOSTS,
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#003087" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M8.500 3h6.200c2.900 0 4.300 1.700 3.900 4.200-.5 3.200-2.700 4.800-5.800 4.800H9.900L8.600 19H4.800z"/><path d="M18.900 8.500c1 .9 1.300 2.100 1 3.600-.5 2.800-2.500 4.200-5.300 4.200h-2l-.8 4.700H8.400"/></svg>',
  docsUrl: 'https://developer.paypal.com/api/rest/',
  auth: tokenGrant(credentials, {
    tokenUrl: (_app, given) => `${originOf(given)}/v1/oauth2/token`,
    clientAuthentication: 'basic',
    grant: clientCredentials,
  }),
  words: { it },
  settings,
  reads: [
    'Orders, captures and invoices: how much, and how they ended',
    'Name and e-mail of who approves an order',
    'Refunds and disputes',
  ],
  writes: ['Orders, and their capture once they are approved', 'Refunds', 'One webhook'],
  endpoint: 'connection',
  webhooks,
  events,
  actions,
  payments: { currencies: CURRENCIES },
  roles: ['payments'],
  load,
})
