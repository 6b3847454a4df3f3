import { createHash, randomBytes } from 'node:crypto'
import type { FakeMessage } from './graph_messages.ts'
import type { FakeNumber, FakeTemplate, GraphRefusal } from './graph_state.ts'
import type { FakeAnswer } from './server.ts'

type Json = Record<string, unknown>

export const wamid = () => `wamid.${randomBytes(30).toString('base64')}`
export const traceId = () => `A${randomBytes(11).toString('base64url')}`

export const contextFor = (number: string, replyTo?: string): Json =>
  replyTo ? { context: { from: number, id: replyTo } } : {}

export function acceptance({ id, body, user, type }: FakeMessage, held: boolean): Json {
  const contact = {
    input: body.to ?? body.recipient,
    ...(body.to ? { wa_id: user.phone } : { user_id: user.userId }),
  }
  const status = type === 'template' ? { message_status: held ? 'held_for_quality_assessment' : 'accepted' } : {}
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id, ...status }] }
}

export const pricingOf = ({ category }: FakeMessage): Json => ({
  billable: true,
  pricing_model: 'PMP',
  type: 'regular',
  category,
})

const TITLES: Record<number, string> = {
  131026: 'Message undeliverable',
  131047: 'Re-engagement message',
  131050: 'User has stopped receipt of marketing messages',
  131049: 'This message was not delivered to maintain healthy ecosystem engagement.',
  130429: 'Rate limit hit',
  131056: '(Business Account, Consumer Account) pair rate limit hit',
  132015: 'Template is paused',
  131000: 'Something went wrong',
}

export function errorOf(code: number) {
  const title = TITLES[code] ?? 'Message failed'
  return {
    code,
    title,
    message: title,
    error_data: { details: `${title} (${code}).` },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  }
}

export function refusalAnswer({ vendorCode, message, details, status, subcode }: GraphRefusal): FakeAnswer {
  const data =
    details === null
      ? {}
      : {
          error_data: { messaging_product: 'whatsapp', details },
          error_user_title: details,
          error_user_msg: details,
        }
  const error = {
    message: `(#${vendorCode}) ${message}`,
    type: 'OAuthException',
    code: vendorCode,
    is_transient: false,
    ...(subcode === null ? {} : { error_subcode: subcode }),
    ...data,
    fbtrace_id: traceId(),
  }
  return { status, body: { error } }
}

export const numberJson = ({ id, phone, verifiedName, quality, limit }: FakeNumber): Json => ({
  id,
  display_phone_number: `+${phone}`,
  verified_name: verifiedName,
  quality_rating: quality,
  name_status: 'APPROVED',
  status: 'CONNECTED',
  throughput: { level: 'STANDARD' },
  whatsapp_business_manager_messaging_limit: limit,
})

export const templateJson = ({ businessAccount: _, ...template }: FakeTemplate): Json => ({
  ...template,
  quality_score: { score: 'UNKNOWN' },
})

export const mediaJson = (id: string, mimeType: string, bytes: Buffer): Json => ({
  messaging_product: 'whatsapp',
  id,
  mime_type: mimeType,
  file_size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  url: `https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=${id}&ext=1794000300&hash=ARfictional`,
})
