import { apiKey, defineConnector } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { credentials, settings } from './schemas.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'openai',
  name: 'OpenAI',
  summary: 'Models that understand and write, from OpenAI or any server that speaks its format.',
  categories: ['ai'],
  hosts: ['api.openai.com'],
  hostsFrom: ({ baseUrl }) => (typeof baseUrl === 'string' && baseUrl !== '' ? [baseUrl] : []),
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#0a7d5f" stroke-width="2" stroke-linejoin="round"><path d="M12 3l7.8 4.5v9L12 21l-7.8-4.5v-9z"/><path d="M12 8l3.5 2v4L12 16l-3.5-2v-4z"/></svg>',
  docsUrl: 'https://platform.openai.com/docs/api-reference',
  auth: apiKey(credentials),
  settings,
  reads: ['The list of models', 'The model’s answers and how many tokens they took'],
  writes: [
    'The texts that AI steps ask about, with phone numbers, e-mails and card numbers hidden where you say so',
    'Nothing is kept at OpenAI: each call asks not to be stored',
  ],
  words: { it },
  events: [],
  roles: ['model'],
  load,
})
