import { TOKEN_HEADER } from '#sdk/index'
import { defineKit } from '#sdk/testing/index'
import connector from './connector.ts'

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const trigger = { url: 'https://hook.eu2.make.com/k3x9w1q7abc', data: { order: '1042' } }

export default defineKit({
  connector,
  credentials: {},
  settings: {},
  account: null,
  webhooks: {
    secret: 'canary-endpoint-secret-of-make',
    token: true,
    fixtures: [
      {
        title: 'a lead as JSON',
        headers: { ...json, 'idempotency-key': 'lead-1042' },
        body: { id: 'lead-1042', phone: '+1 202 555 0142', first_name: 'Giulia', source: 'Google Forms' },
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
    healthy: () => new Response('Accepted'),
    call: (context, { actions }) => actions!.runScenario!.run(context, trigger),
    expiredToken: () => new Response('Unauthorized', { status: 401 }),
    rateLimited: () => new Response('Too many requests', { status: 429, headers: { 'retry-after': '30' } }),
    others: [
      { title: 'a full queue', answer: () => new Response('Queue is full.', { status: 400 }), code: 'E_TEMPORARY' },
      { title: 'a hook without a scenario', answer: () => new Response('', { status: 410 }), code: 'E_PERMANENT' },
    ],
  },
  actions: {
    runScenario: {
      inputs: [trigger, { ...trigger, url: 'https://hook.integromat.com/k3x9w1q7abc' }],
      refused: [
        { data: {} },
        { url: trigger.url },
        { ...trigger, url: 'https://hook.eu2.make.com.evil.example/a' },
        { ...trigger, url: 'https://www.make.com/a' },
      ],
    },
  },
})
