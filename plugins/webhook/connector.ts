import vine from '@vinejs/vine'
import { apiKey, defineConnector } from '#sdk/index'
import it from './lang/it.json' with { type: 'json' }
import { sendWebhook } from './manifest_actions.ts'

// Apart from the manifest: TypeScript leaves the `.ts` of an import inside `export default` as it is.
const load = () => import('./implementation.ts')

export default defineConnector({
  id: 'webhook',
  name: 'Outgoing webhook',
  summary: 'A step tells any system of yours, signed.',
  categories: ['nocode'],
  hosts: [],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M4 12h13M12 6l6 6-6 6"/><path d="M20.5 4v16"/></svg>',
  docsUrl: 'https://www.standardwebhooks.com',
  auth: apiKey(
    vine.create({
      signingSecret: vine
        .string()
        .trim()
        .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/)
        .meta({
          'title': 'Signing secret',
          'description': 'Yours or the receiver’s: “whsec_” and 24 to 64 random bytes in base64.',
          'x-secret': true,
        }),
    })
  ),
  writes: ['What a step of yours sends, to the address that the step names'],
  events: [],
  actions: { sendWebhook },
  words: { it },
  load,
})
