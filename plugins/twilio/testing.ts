import { readFileSync } from 'node:fs'
import { hmac } from '#sdk/index'
import type { OutgoingMessage } from '#sdk/index'
import { defineKit, type KitFixture } from '#sdk/testing/index'
import connector from './connector.ts'
import { concatenated } from './signature.ts'

const ACCOUNT = 'AC00000000000000000000000000000001'
const SERVICE = 'MG00000000000000000000000000000001'

function fixture(name: string, expects: string[], change: Partial<KitFixture> = {}): KitFixture {
  const fields = JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    string
  >
  return {
    title: name,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: String(new URLSearchParams(fields)),
    expects,
    ...(name.startsWith('status.') ? { query: { attempt: 'msg_0000000000000000000000001a.1' } } : {}),
    ...change,
  }
}

const refusal =
  (code: number, status = 400) =>
  () =>
    Response.json(
      { code, message: 'refused', more_info: `https://www.twilio.com/docs/errors/${code}`, status },
      { status }
    )

const message: OutgoingMessage = {
  id: 'msg_0000000000000000000000001a',
  purpose: 'transactional',
  to: { phone: '+447700900123', userId: null },
  content: { kind: 'text', text: 'Your order has shipped.' },
  replyTo: null,
}

/** Twilio in good health, as far as the contract suite asks. */
function healthy(request: Request): Response {
  const { pathname } = new URL(request.url)
  if (pathname.endsWith('/Messages.json') && request.method === 'POST')
    return Response.json(
      { sid: 'SM20000000000000000000000000000001', status: 'accepted', num_segments: '0', error_code: null },
      { status: 201 }
    )
  if (pathname.includes('/Services/'))
    return Response.json({ sid: SERVICE, friendly_name: 'Acme Example', inbound_request_url: null })
  return Response.json({ sid: ACCOUNT, friendly_name: 'Acme', status: 'active', type: 'Full' })
}

/** The account's list: what came in `inbound.sms`, what was sent, and how it ended. */
function listing(request: Request): Response {
  const { pathname } = new URL(request.url)
  if (pathname.endsWith('/PhoneNumbers')) return Response.json({ phone_numbers: [{ phone_number: '+12025550199' }] })
  return pathname.endsWith('/Messages.json') ? Response.json({ messages: [CAME, LEFT] }) : healthy(request)
}

const DATED = { date_created: 'Fri, 20 Nov 2026 10:00:00 +0000', date_updated: 'Fri, 20 Nov 2026 10:00:05 +0000' }
const CAME = {
  ...DATED,
  sid: 'SM10000000000000000000000000000001',
  direction: 'inbound',
  from: '+447700900123',
  to: '+12025550199',
  body: 'Hello, is my order ready?',
  num_media: '0',
}
const LEFT = {
  ...DATED,
  sid: 'SM20000000000000000000000000000001',
  direction: 'outbound-api',
  from: '+12025550199',
  to: '+447700900123',
  body: 'Your order has shipped.',
  status: 'delivered',
  messaging_service_sid: SERVICE,
}

export default defineKit({
  connector,
  credentials: { accountSid: ACCOUNT, authToken: 'canary-auth-token-5c20e7' },
  settings: { messagingServiceSid: SERVICE },
  account: SERVICE,
  webhooks: {
    secret: null,
    fixtures: [
      fixture('inbound.sms', ['message.received']),
      fixture('inbound.sms.multisegment_unicode', ['message.received']),
      fixture('inbound.mms', ['message.received']),
      fixture('inbound.stop.advanced_optout', ['message.received']),
      fixture('inbound.stop.default_handling', ['message.received']),
      fixture('inbound.start', ['message.received']),
      fixture('inbound.help', ['message.received']),
      fixture('status.queued', [], { ignored: 'status_in_progress' }),
      fixture('status.sent', ['message.sent']),
      fixture('status.delivered', ['message.delivered']),
      fixture('status.undelivered.30003', ['message.failed']),
      fixture('status.failed.21610', ['message.failed', 'consent.withdrawn']),
      fixture('voice.inbound', [], { ignored: 'not_a_message' }),
    ],
    sign: (request, { credentials }) => ({
      ...request,
      headers: {
        ...request.headers,
        'x-twilio-signature': hmac(
          'sha1',
          String(credentials.authToken),
          request.url + concatenated(request.rawBody),
          'base64'
        ),
      },
    }),
  },
  vendor: {
    healthy,
    expiredToken: refusal(20003, 401),
    rateLimited: refusal(20429, 429),
    others: [{ title: 'an unknown service says so', answer: refusal(20404, 404), code: 'E_NOT_FOUND' }],
  },
  reconcile: { vendor: listing, finds: ['inbound.sms', 'status.delivered'] },
  channel: {
    message,
    lists: listing,
    keyOnTheWire: (key) => key.replace('/', '.'),
    failures: [
      { title: 'who wrote STOP is not written to', answer: refusal(21610), code: 'E_POLICY_REFUSED' },
      {
        title: 'a number that cannot exist is unreachable',
        answer: refusal(21211),
        code: 'E_RECIPIENT_UNREACHABLE',
      },
      { title: 'a full queue waits', answer: refusal(21611, 429), code: 'E_RATE_LIMITED' },
      { title: 'a text that is too long is our input', answer: refusal(21617), code: 'E_INVALID_INPUT' },
      {
        title: 'a number in no campaign is a rule of carriers',
        answer: refusal(30034),
        code: 'E_POLICY_REFUSED',
      },
      { title: 'an outage with a code was not sent', answer: refusal(20503, 503), code: 'E_TEMPORARY' },
    ],
  },
})
