import vine from '@vinejs/vine'
import { apiKey, defineConnector } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }

const credentials = vine.create({
  accessToken: vine.string().trim().minLength(20).meta({
    'title': 'Access token',
    'description': 'From Events Manager ▸ Settings ▸ Conversions API, or a system user with the dataset assigned.',
    'x-secret': true,
  }),
})

const settings = vine.create({
  datasetId: vine
    .string()
    .trim()
    .regex(/^\d{5,30}$/)
    .meta({
      title: 'Dataset (pixel) ID',
      description:
        'The shop’s pixel for website events; for click-to-WhatsApp the dataset of the WhatsApp Business Account.',
      examples: ['998877665544332'],
    }),
  graphVersion: vine
    .string()
    .trim()
    .regex(/^v\d{2,3}\.\d$/)
    .optional()
    .meta({
      'title': 'Graph API version',
      'description': 'Leave empty for the one this release was tested with.',
      'x-placeholder': 'v26.0',
    }),
  limitedDataUse: vine.boolean().optional().meta({
    title: 'Limited Data Use',
    description: 'Asks Meta to treat people in certain US states as their law says.',
  }),
})

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'meta-conversions',
  name: 'Meta Conversions',
  summary: 'Tell Meta which purchases and leads your messages and ads brought.',
  categories: ['conversions', 'marketing'],
  hosts: ['graph.facebook.com'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#0866ff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M3 16c0-5 2-9 4.5-9 4 0 5 10 9 10C19 17 21 15.5 21 13s-1.500-6-4-6c-4 0-5 10-9.500 10C4.500 17 3 17.500 3 16z"/></svg>',
  docsUrl: 'https://developers.facebook.com/docs/marketing-api/conversions-api',
  auth: apiKey(credentials),
  settings,
  reads: ['The name of your dataset'],
  writes: ['Conversion events, with hashed contact data'],
  events: [],
  roles: ['conversions'],
  words: { it },
  load,
})
