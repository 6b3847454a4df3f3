import { defineConnector } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { events } from './samples.ts'
import { actions } from './manifest_actions.ts'
import { settings } from './schemas.ts'
import { auth } from './sign_in.ts'
import { webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = async () => (await import('./implementation.ts')).implementation

export default defineConnector({
  id: 'hubspot',
  name: 'HubSpot',
  summary: 'Contacts, deals and logged chats in HubSpot, and its changes as events.',
  categories: ['crm'],
  hosts: ['api.hubapi.com'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#ff5c35" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><circle cx="15" cy="14" r="4.500"/><circle cx="15" cy="4" r="1.500"/><circle cx="4.500" cy="5" r="1.500"/><circle cx="7" cy="20.500" r="1.500"/><path d="M15 5.500v4M5.700 6l5.600 5.200M8.200 19.400l3.400-2.400"/></svg>',
  docsUrl: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/account-service-keys',
  auth,
  settings,
  reads: ['Contacts and how they change', 'Deals, their stages and their contacts', 'Deletions for privacy'],
  writes: [
    'Contacts',
    'Deals',
    'Chats and notes on the contact’s timeline',
    'Lists',
    'One property each for contacts and deals',
  ],
  endpoint: 'app',
  webhooks,
  events,
  actions,
  roles: ['crm'],
  words: { it },
  load,
})
