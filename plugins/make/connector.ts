import { defineConnector, none, plainSample, tokenWebhooks } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { runScenario } from './manifest_actions.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'make',
  name: 'Make',
  summary: 'A pipeline runs a scenario, and a scenario starts a pipeline.',
  categories: ['nocode'],
  hosts: ['*.make.com', 'hook.integromat.com'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M7 4L3 20l4 1 4-16zM12.5 5.5l-3 15 4 .5 3-15zM18 6h3v15h-3z"/></svg>',
  docsUrl: 'https://help.make.com/webhooks',
  auth: none(),
  reads: ['What scenarios post to its address'],
  writes: ['What a step of yours hands to a scenario'],
  endpoint: 'connection',
  webhooks: tokenWebhooks,
  events: [{ type: 'webhook.received', sample: plainSample({ phone: '+12025550142', source: 'Google Forms' }) }],
  actions: { runScenario },
  words: { it },
  load,
})
