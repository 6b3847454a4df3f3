import { apiKey, defineConnector } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { app, credentials, settings } from './schemas.ts'
import { events } from './samples.ts'
import { webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'whatsapp',
  name: 'WhatsApp',
  summary: 'Send and receive WhatsApp messages through Meta’s Cloud API.',
  categories: ['messaging'],
  hosts: ['graph.facebook.com', 'lookaside.fbsbx.com'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#25d366" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M3 21l1.7-4.1A9 9 0 1 1 8 20z"/><path d="M9 10c0 3 2 5 5 5l1-1.5-2-1-1 .8a4 4 0 0 1-1.8-1.8l.8-1-1-2z"/></svg>',
  docsUrl: 'https://developers.facebook.com/docs/whatsapp/cloud-api',
  auth: apiKey(credentials, { app }),
  settings,
  reads: [
    'Messages sent to your number',
    'Delivery statuses',
    'Templates and their approval',
    'Quality and limits of the number',
  ],
  writes: ['Messages', 'Templates', 'The webhook subscription of your WhatsApp Business Account'],
  endpoint: 'app',
  webhooks,
  events,
  channel: {
    medium: 'whatsapp',
    conversationWindow: true,
    templateApproval: true,
    echoesCorrelation: true,
    reconcileAfter: 15 * 60_000,
    addresses: ['phone', 'whatsapp_user'],
    perSecond: 80,
  },
  roles: ['channel'],
  words: { it },
  load,
})
