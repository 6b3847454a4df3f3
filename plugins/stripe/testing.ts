import { readFileSync } from 'node:fs'
import { timedHeader } from '#sdk/index'
import { defineKit, type KitFixture } from '#sdk/testing/index'
import connector from './connector.ts'
import { API_VERSION } from './version.ts'

const PAID = ['payment.succeeded']
const FAILED = ['payment.failed']

const FIXTURES: Record<string, string[]> = {
  'checkout-session-completed': PAID,
  'checkout-session-completed-yen': PAID,
  'checkout-session-completed-unpaid-sepa': ['payment.approved'],
  'checkout-session-async-payment-succeeded': PAID,
  'checkout-session-async-payment-failed': FAILED,
  'checkout-session-expired': ['payment.expired'],
  'payment-intent-payment-failed': FAILED,
  'payment-intent-payment-failed-card': FAILED,
  'invoice-paid': PAID,
  'refund-created-partial': ['payment.refunded'],
  'refund-failed': ['stripe.refund_failed'],
  'charge-refunded': ['stripe.charge_refunded'],
  'charge-dispute-created': ['stripe.dispute_created'],
  'charge-dispute-closed': ['stripe.dispute_closed'],
  'thin-v1-checkout-session-completed': ['stripe.event_notified'],
}
const PASSED_OVER: Record<string, string> = {
  'checkout-session-completed-subscription': 'told_elsewhere',
  'payment-intent-payment-failed-sepa': 'told_elsewhere',
  'refund-created-pending': 'still_under_way',
  'thin-v1-customer-created': 'topic_not_wanted',
}

function recorded(name: string) {
  const file = new URL(`./fixtures/${name}.json`, import.meta.url)
  return { title: name, ...(JSON.parse(readFileSync(file, 'utf8')) as Pick<KitFixture, 'headers' | 'body'>) }
}

const SESSION = {
  id: 'cs_test_a1Fx0001',
  object: 'checkout.session',
  url: 'https://checkout.stripe.com/c/pay/cs_test_a1Fx0001',
  status: 'complete',
  payment_status: 'paid',
  payment_intent: { id: 'pi_3Fx0001', object: 'payment_intent', status: 'succeeded', last_payment_error: null },
  amount_total: 4900,
  currency: 'eur',
  expires_at: 1_795_254_900,
}

const ANSWERS: Record<string, object> = {
  'GET /v1/account': { id: 'acct_1Fx0001', object: 'account', business_profile: { name: 'Bottega Lucente' } },
  'POST /v1/checkout/sessions': { ...SESSION, status: 'open', payment_status: 'unpaid', payment_intent: null },
  'GET /v1/checkout/sessions/cs_test_a1Fx0001': SESSION,
  'POST /v1/payment_links': { id: 'plink_1Fx0001', object: 'payment_link', url: 'https://buy.stripe.com/test_fx0001' },
  'GET /v1/payment_intents/pi_3Fx0001': { id: 'pi_3Fx0001', object: 'payment_intent', currency: 'eur' },
  'POST /v1/refunds': { id: 're_3Fx0001', object: 'refund', status: 'succeeded', amount: 4900, currency: 'eur' },
}

/** Stripe in good health, as far as the contract suite asks. */
function healthy(request: Request): Response {
  const { pathname } = new URL(request.url)
  const answer = ANSWERS[`${request.method} ${pathname}`]
  const headers = { 'stripe-version': API_VERSION, 'request-id': 'req_fx0001' }
  if (answer) return Response.json(answer, { headers })
  if (request.method === 'GET' && !pathname.includes('_none'))
    return Response.json({ object: 'list', data: [], has_more: false, url: pathname }, { headers })
  return refusal(404, { type: 'invalid_request_error', code: 'resource_missing', param: 'session' })
}

const refusal = (status: number, error: object) =>
  Response.json({ error: { message: 'refused', ...error } }, { status })

export default defineKit({
  connector,
  credentials: { apiKey: 'rk_test_canary0of0the0stripe0key', webhookSecret: 'whsec_canary0of0the0endpoint0secret' },
  settings: {},
  account: 'acct_1Fx0001:test',
  webhooks: {
    secret: null,
    staleAfter: 5 * 60_000,
    fixtures: [
      ...Object.entries(FIXTURES).map(([name, expects]) => ({ ...recorded(name), expects })),
      ...Object.entries(PASSED_OVER).map(([name, ignored]) => ({ ...recorded(name), expects: [], ignored })),
    ],
    sign: (request, { credentials, at }) => ({
      ...request,
      headers: {
        ...request.headers,
        'stripe-signature': timedHeader(String(credentials.webhookSecret ?? credentials.apiKey), request.rawBody, at),
      },
    }),
  },
  vendor: {
    healthy,
    expiredToken: () => refusal(401, { type: 'invalid_request_error', code: 'api_key_expired' }),
    rateLimited: () => refusal(429, { type: 'invalid_request_error', code: 'rate_limit' }),
    others: [
      {
        title: 'a revoked key asks for another',
        answer: () => refusal(401, { type: 'invalid_request_error' }),
        code: 'E_AUTHENTICATION_EXPIRED',
      },
      {
        title: 'a key without the permission says so',
        answer: () => refusal(403, { type: 'invalid_request_error' }),
        code: 'E_PERMISSION_MISSING',
      },
      {
        title: 'an account under a lock is tried again',
        answer: () => refusal(429, { type: 'invalid_request_error', code: 'lock_timeout' }),
        code: 'E_TEMPORARY',
      },
      {
        title: 'a wrong parameter is our input',
        answer: () => refusal(400, { type: 'invalid_request_error', param: 'line_items[0][price_data][currency]' }),
        code: 'E_INVALID_INPUT',
      },
    ],
  },
  payments: {
    session: {
      reference: 'pay_0000000000000000000000000a',
      amount: { amount: 4900, currency: 'EUR' },
      title: 'Acconto lampada Goccia',
      returnUrl: 'https://staffetta.example/p/ok',
      cancelUrl: 'https://staffetta.example/p/ko',
      expiresAt: null,
      person: { identities: [{ kind: 'email', value: 'sara.conti@example.com' }] },
      locale: 'it-IT',
    },
    paidSession: SESSION.id,
    unknownSession: 'cs_test_none',
    refund: { paymentId: 'pi_3Fx0001', amount: null },
  },
  actions: {
    createPaymentLink: {
      inputs: [
        {
          title: 'Acconto',
          amount: '49.00',
          currency: 'eur',
          reference: 'order-1042',
          email: 'sara.conti@example.com',
        },
        { title: 'Corso', amount: '4900', currency: 'JPY', reusable: true },
      ],
      refused: [
        {},
        { title: 'Acconto', amount: '-1', currency: 'EUR' },
        { title: 'Acconto', amount: '1', currency: 'euro' },
      ],
    },
    refundPayment: {
      inputs: [{ paymentId: 'pi_3Fx0001' }, { paymentId: 'pi_3Fx0001', amount: '19.00', currency: 'EUR' }],
      refused: [{}, { paymentId: 'in_1Fx0001' }, { paymentId: 'pi_3Fx0001', amount: '19.00' }],
    },
  },
})
