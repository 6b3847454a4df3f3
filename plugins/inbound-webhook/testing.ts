import { hmac } from '#sdk/index'
import { defineKit } from '#sdk/testing/index'
import connector from './connector.ts'

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

export default defineKit({
  connector,
  credentials: {},
  settings: {
    proof: 'signature',
    idPath: 'id',
    phonePath: 'customer.phone',
    emailPath: '/customer/email',
    whatsappConsentPath: 'whatsapp',
    consentWording: 'Yes, write to me on WhatsApp.',
    values: 'order = order.number\nroom = room',
  },
  account: null,
  webhooks: {
    secret: 'canary-endpoint-secret-90ce',
    fixtures: [
      {
        title: 'a JSON body',
        headers: { ...json, 'webhook-id': 'msg_1042' },
        body: {
          id: 'evt_1042',
          room: 'Living room',
          order: { number: 1042 },
          customer: { phone: '+39 347 555 0142', email: 'giulia@example.com' },
        },
        expects: ['webhook.received'],
      },
      { title: 'a body about nobody', headers: json, body: { ping: true }, expects: ['webhook.received'] },
      {
        title: 'a box that was ticked',
        headers: json,
        body: { id: 'evt_1044', customer: { phone: '+39 347 555 0142' }, whatsapp: true },
        expects: ['consent.granted', 'webhook.received'],
      },
      {
        title: 'a form',
        headers: form,
        body: 'id=evt_1043&room=Kitchen&email=luca%40example.com',
        expects: ['webhook.received'],
      },
    ],
    sign: (request, { secret }) => ({
      ...request,
      headers: { ...request.headers, 'x-signature': `sha256=${hmac('sha256', secret ?? '', request.rawBody, 'hex')}` },
    }),
  },
  vendor: null,
})
