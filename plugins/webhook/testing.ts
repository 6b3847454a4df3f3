import { defineKit } from '#sdk/testing/index'
import connector from './connector.ts'

const send = { url: 'https://receiver.example/hooks', type: 'lead.qualified', data: { score: 80 } }

export default defineKit({
  connector,
  credentials: { signingSecret: 'whsec_Y2FuYXJ5LW9mLXRoZS1zaWduaW5nLXNlY3JldC0wMDE=' },
  settings: {},
  account: null,
  // Any 2xx is a yes here, whatever page comes with it: there is no format to tell a vendor by.
  vendor: null,
  actions: {
    sendWebhook: {
      inputs: [send],
      refused: [
        { ...send, url: 'http://receiver.example' },
        { ...send, type: '' },
        { url: send.url, type: send.type },
      ],
    },
  },
})
