import type { ConversionReport, OutgoingMessage } from '#sdk/index'
import { defineKit } from '#sdk/testing/index'
import connector from './connector.ts'
import { events } from './samples.ts'
import { signature } from './webhook.ts'
import { SIGNATURE_HEADER } from './wire.ts'

const AT = Date.UTC(2026, 10, 20, 9, 36)
const person = { identities: [{ kind: 'sandbox_user', value: 'giulia' }], firstName: 'Giulia' }

const sampleOf = (type: string) => events.find((event) => event.type === type)?.sample.payload ?? {}

const fixture = (type: string, data: object, expects: string[]) => ({
  title: `${type}: ${expects.join(', ')}`,
  headers: { 'content-type': 'application/json' },
  body: {
    id: `happening-${expects.at(-1)}`,
    at: AT,
    type,
    ...(type === 'status' || type === 'payment' ? {} : { person }),
    data,
  },
  expects,
})

const message: OutgoingMessage = {
  id: 'msg_0000000000000000000000001a',
  purpose: 'service',
  to: { phone: null, userId: 'giulia' },
  content: { kind: 'text', text: 'Yes, with any LED dimmer.' },
  replyTo: null,
}

const report: ConversionReport = {
  eventId: 'rpt_1',
  eventName: 'Purchase',
  occurredAt: AT,
  path: 'website',
  value: { amount: 18400, currency: 'EUR' },
  orderId: 'order-1',
  items: [],
  person: null,
  externalId: 'ctc_1',
  client: null,
  referral: null,
}

async function healthy(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/v1/account') return Response.json({ id: 'sandbox-1', name: 'Bottega Lucente' })
  if (pathname === '/v1/messages') return Response.json({ id: 'sbx_message_1', status: 'accepted' }, { status: 202 })
  if (pathname.startsWith('/v1/payments') || pathname === '/v1/refunds') return healthyTill(request)
  const { events: reports } = (await request.json()) as { events: { eventId: string }[] }
  return Response.json({
    results: reports.map(({ eventId }) => ({
      eventId,
      outcome: 'accepted',
      traceId: 't',
      warnings: [],
      matchKeys: ['external_id'],
    })),
  })
}

function healthyTill(request: Request): Response {
  const { pathname } = new URL(request.url)
  if (pathname === '/v1/refunds') return Response.json({ id: 'sbx_refund_1' })
  if (pathname === '/v1/payments')
    return Response.json({ id: 'sbx_page_1', url: 'https://staffetta.example/sandbox/pay/token', expiresAt: null })
  if (pathname !== '/v1/payments/sbx_page_1') return refusal(404, 'unknown_page')()
  const amount = { amount: 4900, currency: 'EUR' }
  return Response.json({ state: 'succeeded', paymentId: 'paid_sbx_page_1', amount, refunded: null, failure: null })
}

const refusal = (status: number, code: string) => () =>
  Response.json({ error: { code, message: 'The sandbox refused' } }, { status })

export default defineKit({
  connector,
  credentials: {},
  settings: { shopName: 'Bottega Lucente' },
  account: 'sandbox-1',
  webhooks: {
    secret: 'canary-sandbox-secret-91d2',
    fixtures: [
      fixture('cart', sampleOf('cart.updated'), ['cart.updated']),
      fixture('order', sampleOf('order.paid'), ['order.placed', 'order.paid', 'order.updated']),
      fixture('refund', sampleOf('order.refunded'), ['order.refunded']),
      fixture('shipment', sampleOf('shipment.dispatched'), ['shipment.dispatched']),
      fixture('customer', sampleOf('customer.updated'), ['customer.updated']),
      fixture('consent', { ...sampleOf('consent.granted'), action: 'granted' }, ['consent.granted']),
      fixture('message', sampleOf('message.received'), ['message.received']),
      fixture('message', sampleOf('message.button_clicked'), ['message.received', 'message.button_clicked']),
      fixture('status', { ...sampleOf('message.delivered'), status: 'delivered' }, ['message.delivered']),
      fixture('status', { ...sampleOf('message.failed'), status: 'failed' }, ['message.failed']),
      ...['succeeded', 'failed', 'refunded', 'expired'].map((status) =>
        fixture('payment', { ...sampleOf(`payment.${status}`), status }, [`payment.${status}`])
      ),
      { ...fixture('weather', {}, []), title: 'a type that is not ours', ignored: 'unknown_type' },
    ],
    sign: (request, { secret }) => ({
      ...request,
      headers: { ...request.headers, [SIGNATURE_HEADER]: signature(String(secret), request.rawBody) },
    }),
  },
  vendor: {
    healthy,
    expiredToken: refusal(401, 'unknown_connection'),
    rateLimited: () =>
      Response.json(
        { error: { code: 'too_fast', message: 'Slow down' } },
        { status: 429, headers: { 'retry-after': '2' } }
      ),
    others: [{ title: 'the path is not there', answer: refusal(404, 'unknown_path'), code: 'E_NOT_FOUND' }],
  },
  channel: {
    message,
    failures: [
      { title: 'the phone blocks us', answer: refusal(403, 'blocked'), code: 'E_RECIPIENT_UNREACHABLE' },
      { title: 'there is no such phone', answer: refusal(404, 'no_such_phone'), code: 'E_RECIPIENT_UNREACHABLE' },
      { title: 'the message is empty', answer: refusal(422, 'incomplete'), code: 'E_INVALID_INPUT' },
    ],
  },
  conversions: { batch: [report] },
  payments: {
    session: {
      reference: 'pay_0000000000000000000000000a',
      amount: { amount: 4900, currency: 'EUR' },
      title: 'Deposit for the Goccia lamp',
      returnUrl: 'https://staffetta.example/p/ok',
      cancelUrl: 'https://staffetta.example/p/ko',
      expiresAt: null,
      person: null,
      locale: 'it',
    },
    paidSession: 'sbx_page_1',
    unknownSession: 'sbx_page_none',
    refund: { paymentId: 'paid_sbx_page_1', amount: null },
  },
})
