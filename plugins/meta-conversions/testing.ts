import type { ConversionReport } from '#sdk/index'
import { defineKit } from '#sdk/testing/index'
import connector from './connector.ts'

const DATASET = '998877665544332'
/** The suite's frozen clock stands at 10:00 of this day. */
const AT = Date.UTC(2026, 10, 20, 9)

const purchase: ConversionReport = {
  eventId: 'order-10231:Purchase',
  eventName: 'Purchase',
  occurredAt: AT,
  path: 'website',
  value: { amount: 4990, currency: 'EUR' },
  orderId: '10231',
  items: [{ id: 'SKU1', quantity: 1, unitPrice: { amount: 4990, currency: 'EUR' } }],
  person: {
    identities: [
      { kind: 'email', value: 'ana.rossi@example.com' },
      { kind: 'phone', value: '+447700900123' },
    ],
    firstName: 'Ana',
    lastName: 'Rossi',
    country: 'IT',
  },
  externalId: 'crm-000123',
  client: {
    ip: '203.0.113.7',
    userAgent: 'Mozilla/5.0 (X11)',
    sourceUrl: 'https://shop.example/thanks',
    fbc: null,
    fbp: null,
  },
  referral: null,
}

const viaAd: ConversionReport = {
  ...purchase,
  eventId: 'order-10232:Purchase',
  path: 'business_messaging',
  client: null,
  referral: { clickId: 'ARAk_fictional_click_id', channelAccount: '104995512345678' },
}

const error =
  (code: number, status: number, more: object = {}) =>
  () =>
    Response.json(
      { error: { message: 'refused', type: 'OAuthException', code, fbtrace_id: 'Atest', ...more } },
      { status }
    )

export default defineKit({
  connector,
  credentials: { accessToken: 'canary-conversions-token-91be' },
  settings: { datasetId: DATASET },
  account: DATASET,
  vendor: {
    healthy: ({ method }) =>
      method === 'POST'
        ? Response.json({ events_received: 1, messages: [], fbtrace_id: 'Atest' })
        : Response.json({ id: DATASET, name: 'Acme pixel' }),
    expiredToken: error(190, 401),
    rateLimited: error(80004, 400),
    others: [
      {
        title: 'a token of another business lacks the permission',
        answer: error(200, 403),
        code: 'E_PERMISSION_MISSING',
      },
      {
        title: 'a dataset that is gone says so',
        answer: error(100, 400, { error_subcode: 33 }),
        code: 'E_NOT_FOUND',
      },
      {
        title: 'a transient error says so',
        answer: error(2, 500, { is_transient: true }),
        code: 'E_TEMPORARY',
      },
    ],
  },
  conversions: { batch: [purchase, viaAd] },
})
