import { defineConnector, none } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { settings } from './settings.ts'
import { consentSample, sample, webhooks } from './webhook.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'inbound-webhook',
  name: 'Inbound webhook',
  summary: 'Any tool that can POST starts a pipeline.',
  categories: ['nocode'],
  hosts: [],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M4.9 13.9a4 4 0 1 0 6.2 4h6.4"/><path d="M15.1 13.9a4 4 0 1 1 .9 7.7"/><path d="M12 8l-4 7M12 8l3.5 6"/><circle cx="12" cy="6.5" r="3"/></svg>',
  docsUrl: null,
  auth: none(),
  settings,
  reads: ['Whatever is posted to its address'],
  writes: [],
  endpoint: 'connection',
  webhooks,
  events: [
    { type: 'webhook.received', sample },
    { type: 'consent.granted', sample: consentSample },
  ],
  words: { it },
  load,
})
