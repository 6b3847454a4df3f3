import { TOKEN_HEADER } from '#sdk/index'
import { defineKit } from '#sdk/testing/index'
import connector from './connector.ts'

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const trigger = { url: 'https://hooks.zapier.com/hooks/catch/1234567/b2v9xyz/', data: { order: '1042' } }

export default defineKit({
  connector,
  credentials: {},
  settings: {},
  account: null,
  webhooks: {
    secret: 'canary-endpoint-secret-of-zapier',
    token: true,
    fixtures: [
      {
        title: 'a lead as JSON',
        headers: { ...json, 'idempotency-key': 'lead-1042' },
        body: { id: 'lead-1042', phone: '+1 202 555 0142', first_name: 'Giulia', source: 'Facebook lead form' },
        expects: ['webhook.received'],
      },
      { title: 'a body about nobody', headers: json, body: { ping: true }, expects: ['webhook.received'] },
      {
        title: 'a form',
        headers: form,
        body: 'id=lead-1043&email=luca%40example.com&source=Typeform',
        expects: ['webhook.received'],
      },
    ],
    sign: (request, { secret }) => ({ ...request, headers: { ...request.headers, [TOKEN_HEADER]: secret ?? '' } }),
  },
  vendor: {
    healthy: () => Response.json({ attempt: '019a', id: '019a', request_id: '019a', status: 'success' }),
    call: (context, { actions }) => actions!.triggerZap!.run(context, trigger),
    expiredToken: () => new Response('{}', { status: 401 }),
    rateLimited: () => new Response('{}', { status: 429, headers: { 'retry-after': '30' } }),
    others: [{ title: 'a hook that is gone', answer: () => new Response('{}', { status: 404 }), code: 'E_NOT_FOUND' }],
  },
  actions: {
    triggerZap: {
      inputs: [trigger, { ...trigger, url: 'https://hooks.zapier.com/hooks/catch/1234567/b2v9xyz/silent/' }],
      refused: [
        { data: {} },
        { url: trigger.url },
        { ...trigger, url: 'https://hooks.zapier.com.evil.example/hooks/catch/1/a/' },
        { ...trigger, url: 'http://hooks.zapier.com/hooks/catch/1/a/' },
      ],
    },
  },
})
