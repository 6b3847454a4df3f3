import { defineConnector, none } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { events } from './samples.ts'
import { settings } from './settings.ts'
import { webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'sandbox',
  name: 'Sandbox',
  summary:
    'A pretend phone, shop, till and Meta: try everything without an account anywhere. Nothing leaves this server.',
  categories: ['messaging', 'commerce', 'conversions', 'payments'],
  hosts: ['sandbox.invalid'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#0667d0" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 18h2"/></svg>',
  docsUrl: null,
  auth: none(),
  settings,
  reads: ['What is done on the sandbox phone, in the pretend shop and on pretend payment pages'],
  writes: [
    'Messages to the sandbox phone',
    'Conversion reports to a pretend Meta',
    'Pretend payment pages and refunds',
  ],
  endpoint: 'connection',
  webhooks,
  events,
  channel: {
    medium: 'whatsapp',
    conversationWindow: true,
    templateApproval: false,
    echoesCorrelation: true,
    reconcileAfter: 60_000,
    addresses: ['sandbox_user'],
    perSecond: 80,
  },
  payments: { pretended: true },
  roles: ['channel', 'conversions', 'payments'],
  words: { it },
  load,
})
