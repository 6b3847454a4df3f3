import { defineConnector, none, plainSample, tokenWebhooks } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { triggerZap } from './manifest_actions.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'zapier',
  name: 'Zapier',
  summary: 'A pipeline triggers a Zap, and a Zap starts a pipeline.',
  categories: ['nocode'],
  hosts: ['hooks.zapier.com'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M12 3v18M3 12h18M5.6 5.6l12.8 12.8M18.4 5.6L5.6 18.4"/></svg>',
  docsUrl: 'https://help.zapier.com/hc/en-us/articles/8496083355661',
  auth: none(),
  reads: ['What Zaps post to its address'],
  writes: ['What a step of yours hands to a Zap'],
  endpoint: 'connection',
  webhooks: tokenWebhooks,
  events: [{ type: 'webhook.received', sample: plainSample({ phone: '+12025550142', source: 'Facebook lead form' }) }],
  actions: { triggerZap },
  words: { it },
  load,
})
