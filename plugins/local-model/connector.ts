import { defineConnector, none } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'local-model',
  name: 'Built-in rules',
  summary:
    'Word lists and patterns for Italian and English, no neural network: good for trying things out, plain in its answers. Nothing leaves this server.',
  categories: ['ai'],
  hosts: [],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#4f6b8a" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><rect x="5" y="5" width="14" height="14" rx="2"/><path d="M9 9h6M9 12h6M9 15h3M12 2v3M12 19v3M2 12h3M19 12h3"/></svg>',
  docsUrl: null,
  auth: none(),
  reads: ['The texts that AI steps ask about. They are looked at on this server'],
  writes: ['Nothing: the same question always gets the same answer'],
  words: { it },
  events: [],
  roles: ['model'],
  load,
})
