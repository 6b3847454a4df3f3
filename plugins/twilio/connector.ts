import { apiKey, defineConnector } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { credentials, settings } from './schemas.ts'
import { events } from './samples.ts'
import { webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'twilio',
  name: 'Twilio',
  summary: 'Send and receive SMS and MMS through Twilio Programmable Messaging.',
  categories: ['messaging'],
  hosts: ['api.twilio.com', 'messaging.twilio.com', '*.twiliocdn.com'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#f22f46" stroke-width="2"><circle cx="12" cy="12" r="9"/><g fill="#f22f46" stroke="none"><circle cx="9" cy="9" r="1.8"/><circle cx="15" cy="9" r="1.8"/><circle cx="9" cy="15" r="1.8"/><circle cx="15" cy="15" r="1.8"/></g></svg>',
  docsUrl: 'https://www.twilio.com/docs/messaging',
  auth: apiKey(credentials),
  settings,
  reads: ['Messages sent to your number', 'Delivery statuses and prices', 'The account’s state and its senders'],
  writes: ['Messages', 'The webhook address of your number or messaging service'],
  endpoint: 'connection',
  webhooks,
  events,
  channel: {
    medium: 'sms',
    conversationWindow: false,
    templateApproval: false,
    echoesCorrelation: true,
    reconcileAfter: 15 * 60_000,
    addresses: ['phone'],
    perSecond: 10,
    perSecondCounts: 'segments',
  },
  roles: ['channel'],
  words: { it },
  load,
})
