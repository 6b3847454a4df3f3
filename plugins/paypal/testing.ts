import { createSign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { asText } from '#sdk/index'
import { defineKit, type KitFixture } from '#sdk/testing/index'
import connector from './connector.ts'
import { STALE_AFTER } from './signature.ts'
import { testCertificate } from './testing_certificate.ts'

const PAID = ['payment.succeeded']
const APPROVED = ['payment.approved']

const FIXTURES: Record<string, string[]> = {
  'payment-capture-completed': PAID,
  'payment-capture-completed-forint': PAID,
  'payment-capture-pending': APPROVED,
  'payment-capture-denied': ['payment.failed'],
  'payment-capture-refunded': ['payment.refunded'],
  'payment-capture-reversed': ['paypal.capture_reversed'],
  'checkout-order-approved': APPROVED,
  'checkout-order-approved-card': APPROVED,
  'checkout-payment-approval-reversed': ['payment.expired'],
  'invoicing-invoice-paid': PAID,
  'customer-dispute-created': ['paypal.dispute_created'],
  'customer-dispute-resolved': ['paypal.dispute_resolved'],
}
const PASSED_OVER = ['checkout-order-approved-authorize', 'payment-sale-completed']

function recorded(name: string) {
  const file = new URL(`./fixtures/${name}.json`, import.meta.url)
  return { title: name, ...(JSON.parse(readFileSync(file, 'utf8')) as Pick<KitFixture, 'headers' | 'body'>) }
}

const certificate = testCertificate()
const CERTIFICATE_URL = 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-5edc0ebc'

const CAPTURE = { id: '3C679366HH908993F', status: 'COMPLETED', amount: { currency_code: 'EUR', value: '49.00' } }
const ORDER = {
  id: '5O190127TN364715T',
  intent: 'CAPTURE',
  status: 'COMPLETED',
  purchase_units: [{ reference_id: 'default', amount: CAPTURE.amount, payments: { captures: [CAPTURE] } }],
}
const REFUND = { id: '1JU08902781691411', status: 'COMPLETED', amount: CAPTURE.amount }

const LISTED = ['payment-capture-completed', 'payment-capture-refunded']

const ANSWERS: Record<string, object> = {
  'GET /v1/notifications/webhooks': { webhooks: [] },
  'GET /v1/notifications/webhooks-events': { events: LISTED.map((name) => recorded(name).body) },
  'POST /v2/checkout/orders': {
    id: ORDER.id,
    status: 'PAYER_ACTION_REQUIRED',
    links: [
      { rel: 'payer-action', href: `https://www.sandbox.paypal.com/checkoutnow?token=${ORDER.id}`, method: 'GET' },
    ],
  },
  [`GET /v2/checkout/orders/${ORDER.id}`]: ORDER,
  [`POST /v2/payments/captures/${CAPTURE.id}/refund`]: REFUND,
}

/** PayPal in good health, as far as the contract suite asks. */
function healthy(request: Request): Response {
  const answer = ANSWERS[`${request.method} ${new URL(request.url).pathname}`]
  if (answer) return Response.json(answer, { headers: { 'paypal-debug-id': 'f0fx0001' } })
  return refusal(404, 'RESOURCE_NOT_FOUND', { issue: 'INVALID_RESOURCE_ID' })
}

function refusal(status: number, name: string, detail?: { issue: string; field?: string }): Response {
  const details = detail ? [{ description: 'refused', ...detail }] : []
  return Response.json({ name, message: 'refused', debug_id: 'f0fx0002', details }, { status })
}

export default defineKit({
  connector,
  credentials: {
    clientId: 'AcontractClientIdOfPayPal',
    clientSecret: 'EcanaryOfTheSecretOfPayPal',
    webhookId: '5GP028458E2496506',
    accessToken: 'A21AAcanaryOfTheAccessToken',
  },
  settings: { environment: 'sandbox' },
  account: 'AcontractClientIdOfPayPal',
  webhooks: {
    secret: null,
    staleAfter: STALE_AFTER,
    certificates: { [CERTIFICATE_URL]: certificate.pem },
    fixtures: [
      ...Object.entries(FIXTURES).map(([name, expects]) => ({ ...recorded(name), expects })),
      ...PASSED_OVER.map((name) => ({ ...recorded(name), expects: [], ignored: 'topic_not_wanted' })),
    ],
    sign(request, { credentials, at }) {
      const id = '7fd87081-2f04-4b34-a7fe-52d2fa70f13d'
      const time = new Date(at).toISOString()
      const message = `${id}|${time}|${asText(credentials.webhookId)}|${crc32(request.rawBody)}`
      const signature = {
        'paypal-transmission-id': id,
        'paypal-transmission-time': time,
        'paypal-auth-algo': 'SHA256withRSA',
        'paypal-cert-url': CERTIFICATE_URL,
        'paypal-transmission-sig': createSign('RSA-SHA256').update(message).sign(certificate.privateKey, 'base64'),
      }
      return { ...request, headers: { ...request.headers, ...signature } }
    },
  },
  vendor: {
    healthy,
    expiredToken: () => Response.json({ error: 'invalid_token', error_description: 'refused' }, { status: 401 }),
    rateLimited: () => refusal(429, 'RATE_LIMIT_REACHED'),
    others: [
      {
        title: 'an app without the permission says so',
        answer: () => refusal(403, 'NOT_AUTHORIZED', { issue: 'PERMISSION_DENIED' }),
        code: 'E_PERMISSION_MISSING',
      },
      {
        title: 'a call still under way is tried again',
        answer: () => refusal(422, 'UNPROCESSABLE_ENTITY', { issue: 'PREVIOUS_REQUEST_IN_PROGRESS' }),
        code: 'E_TEMPORARY',
      },
      {
        title: 'a wrong currency is our input',
        answer: () => refusal(422, 'UNPROCESSABLE_ENTITY', { issue: 'CURRENCY_NOT_SUPPORTED' }),
        code: 'E_INVALID_INPUT',
      },
      {
        title: 'a wrong field is our input',
        answer: () =>
          refusal(400, 'INVALID_REQUEST', {
            issue: 'INVALID_PARAMETER_SYNTAX',
            field: '/purchase_units/0/amount/value',
          }),
        code: 'E_INVALID_INPUT',
      },
    ],
  },
  reconcile: { vendor: healthy, finds: LISTED },
  payments: {
    session: {
      reference: 'pay_0000000000000000000000000a',
      amount: { amount: 4900, currency: 'EUR' },
      title: 'Acconto lampada Goccia',
      returnUrl: 'https://staffetta.example/p/ok',
      cancelUrl: 'https://staffetta.example/p/ko',
      expiresAt: null,
      person: { identities: [{ kind: 'email', value: 'paolo.greco@example.com' }] },
      locale: 'it-IT',
    },
    paidSession: ORDER.id,
    unknownSession: '5O190127TN3640000',
    refund: { paymentId: CAPTURE.id, amount: null },
  },
  actions: {
    refundPayment: {
      inputs: [{ paymentId: CAPTURE.id }, { paymentId: CAPTURE.id, amount: '19.00', currency: 'EUR', note: 'Reso' }],
      refused: [{}, { paymentId: 'pi_3Fx0001' }, { paymentId: CAPTURE.id, amount: '19.00' }],
    },
  },
})
