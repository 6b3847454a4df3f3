import { defineKit } from '#sdk/testing/index'
import connector from './connector.ts'

export default defineKit({
  connector,
  credentials: {},
  settings: {},
  account: 'local/wsp_test',
  vendor: null,
  model: {
    conversation: [
      { role: 'system', text: 'You answer for a shop.\nLanguage: it' },
      { role: 'user', text: 'Buongiorno, dov’è il mio ordine 1042?' },
    ],
  },
})
