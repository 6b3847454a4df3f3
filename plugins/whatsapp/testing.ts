import { readFileSync } from 'node:fs'
import { hmac } from '#sdk/index'
import type { OutgoingMessage } from '#sdk/index'
import { defineKit } from '#sdk/testing/index'
import type { KitFixture } from '#sdk/testing/index'
import connector from './connector.ts'

const PHONE_NUMBER_ID = '109876543210987'
const BUSINESS_ACCOUNT_ID = '104995512345678'
const keys = { appSecret: 'canary-app-secret-7f1c09', verifyToken: 'canary-verify-token-55ab' }

function fixture(name: string, ...expects: string[]): KitFixture {
  const body = JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as object
  return { title: name, headers: { 'content-type': 'application/json' }, body, expects }
}

const refusal =
  (code: number, status = 400, more: object = {}) =>
  () =>
    Response.json({ error: { message: `(#${code}) refused`, type: 'OAuthException', code, ...more } }, { status })

const message: OutgoingMessage = {
  id: 'msg_0000000000000000000000001a',
  purpose: 'transactional',
  to: { phone: '+447700900123', userId: 'GB.10472938475610293' },
  content: {
    kind: 'template',
    name: 'order_update',
    language: 'en-US',
    category: 'utility',
    header: null,
    body: { text: 'Hi Ana, it ships today.', values: [{ name: 'first_name', text: 'Ana' }] },
    footer: null,
    buttons: [],
  },
  replyTo: null,
}

/** Meta in good health, as far as the contract suite asks. */
function healthy(request: Request): Response {
  const { pathname } = new URL(request.url)
  if (pathname.endsWith('/debug_token')) {
    return Response.json({
      data: {
        is_valid: true,
        expires_at: 0,
        scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
      },
    })
  }
  if (pathname.endsWith('/phone_numbers')) return Response.json({ data: [{ id: PHONE_NUMBER_ID }] })
  if (pathname.endsWith('/subscribed_apps'))
    return Response.json({ data: [{ whatsapp_business_api_data: { id: '1' } }] })
  if (pathname.endsWith('/messages')) {
    return Response.json({
      messaging_product: 'whatsapp',
      contacts: [],
      messages: [{ id: 'wamid.HBgMTEST', message_status: 'accepted' }],
    })
  }
  return Response.json({
    id: PHONE_NUMBER_ID,
    display_phone_number: '+1 202-555-0199',
    verified_name: 'Acme Example',
    status: 'CONNECTED',
  })
}

export default defineKit({
  connector,
  credentials: { accessToken: 'canary-system-user-token-3b9d1e', ...keys },
  settings: { phoneNumberId: PHONE_NUMBER_ID, businessAccountId: BUSINESS_ACCOUNT_ID },
  app: keys,
  account: PHONE_NUMBER_ID,
  webhooks: {
    secret: null,
    fixtures: [
      fixture('message.text', 'message.received'),
      fixture('message.text.username_only_no_phone', 'message.received'),
      fixture('message.referral.ctwa', 'message.received'),
      fixture('message.image', 'message.received'),
      fixture('message.interactive.button_reply', 'message.received', 'message.button_clicked'),
      fixture('unknown.future_type', 'message.received'),
      fixture('status.sent.marketing', 'message.sent'),
      fixture('status.delivered.utility', 'message.delivered'),
      fixture('status.read', 'message.read'),
      fixture('status.failed.131047', 'message.failed'),
      fixture('user_preferences.stop', 'consent.withdrawn'),
      fixture('user_preferences.resume', 'consent.granted'),
      fixture('template.status.rejected', 'template.updated'),
      fixture('template.quality.wrong_field_variant', 'template.updated'),
      fixture(
        'batch.mixed_two_wabas',
        'message.received',
        'message.read',
        'message.delivered',
        'message.delivered',
        'message.received',
        'template.updated'
      ),
    ],
    sign(request, { secret, credentials }) {
      const appSecret = String(credentials.appSecret ?? secret)
      return {
        ...request,
        headers: {
          ...request.headers,
          'x-hub-signature-256': `sha256=${hmac('sha256', appSecret, request.rawBody, 'hex')}`,
        },
      }
    },
  },
  vendor: {
    healthy,
    expiredToken: refusal(190, 401),
    rateLimited: refusal(80007),
    others: [
      { title: 'a missing permission says so', answer: refusal(10, 403), code: 'E_PERMISSION_MISSING' },
      {
        title: 'an object that is gone says so',
        answer: refusal(100, 400, { error_subcode: 33 }),
        code: 'E_NOT_FOUND',
      },
    ],
  },
  channel: {
    message,
    failures: [
      { title: 'a closed window is a rule of WhatsApp', answer: refusal(131047), code: 'E_POLICY_REFUSED' },
      {
        title: 'a person without WhatsApp is unreachable',
        answer: refusal(131026),
        code: 'E_RECIPIENT_UNREACHABLE',
      },
      { title: 'too many to one person waits', answer: refusal(131056), code: 'E_RATE_LIMITED' },
      { title: 'a wrong count of parameters is our input', answer: refusal(132000), code: 'E_INVALID_INPUT' },
      { title: 'a paused template is a rule of WhatsApp', answer: refusal(132015), code: 'E_POLICY_REFUSED' },
      { title: 'an outage with a code was not sent', answer: refusal(131016, 503), code: 'E_TEMPORARY' },
    ],
  },
})
