import { defineConnector } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { actions } from './manifest_actions.ts'
import { events } from './samples.ts'
import { settings } from './schemas.ts'
import { auth } from './sign_in.ts'
import { webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = async () => (await import('./implementation.ts')).implementation

export default defineConnector({
  id: 'salesforce',
  name: 'Salesforce',
  summary: 'Contacts, leads, opportunities and logged chats in Salesforce, and its changes as events.',
  categories: ['crm'],
  hosts: ['*.salesforce.com', '*.force.com'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#00a1e0" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M10 7.200a4 4 0 0 1 6.800 1.300 4 4 0 1 1 .7 7.900 3 3 0 0 1-3.900 1.400 3.500 3.500 0 0 1-6.200-.400A3.600 3.600 0 0 1 4.300 11 3.800 3.800 0 0 1 10 7.200z"/></svg>',
  docsUrl: 'https://help.salesforce.com/s/articleView?id=xcloud.create_a_local_external_client_app.htm',
  auth,
  settings,
  reads: ['Contacts and leads, and how they change', 'Opportunities, their stages and their contacts'],
  writes: ['Contacts and leads', 'Opportunities', 'Completed tasks on their timeline'],
  endpoint: 'connection',
  webhooks,
  events,
  actions,
  roles: ['crm'],
  words: { it },
  load,
})
