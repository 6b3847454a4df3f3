import { createHmac } from 'node:crypto'
import type { FakeUser } from './graph_state.ts'
import type { OutgoingWebhook } from './webhook_sender.ts'

type Json = Record<string, unknown>

export interface Envelope {
  businessAccount: string
  number?: { id: string; phone: string }
}

/** Meta escapes slashes and everything beyond ASCII, so a body that is parsed and written again has another signature. */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\//g, '\\/')
    .replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function signedWebhook(url: string, appSecret: string, body: object): OutgoingWebhook {
  const text = metaJson(body)
  const signature = createHmac('sha256', appSecret).update(text).digest('hex')
  return {
    url,
    body: text,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
  }
}

export function messagesBody({ businessAccount, number }: Envelope, value: Json): object {
  const metadata = { display_phone_number: number?.phone, phone_number_id: number?.id }
  const change = { value: { messaging_product: 'whatsapp', metadata, ...value }, field: 'messages' }
  return { object: 'whatsapp_business_account', entry: [{ id: businessAccount, changes: [change] }] }
}

export function fieldBody(businessAccount: string, field: string, value: Json, at: number): object {
  const entry = { id: businessAccount, time: Math.floor(at / 1000), changes: [{ value, field }] }
  return { object: 'whatsapp_business_account', entry: [entry] }
}

/** What accompanies messages and statuses; whoever hides behind a username has no `wa_id`. */
export const contactOf = ({ phone, userId, name }: FakeUser): Json => ({
  profile: { name },
  ...(phone ? { wa_id: phone } : {}),
  ...(userId ? { user_id: userId } : {}),
})

export const senderOf = ({ phone, userId }: FakeUser): Json => ({
  ...(phone ? { from: phone } : {}),
  ...(userId ? { from_user_id: userId } : {}),
})

export const recipientOf = ({ phone, userId }: FakeUser): Json => ({
  ...(phone ? { recipient_id: phone } : {}),
  ...(userId ? { recipient_user_id: userId } : {}),
})

export const seconds = (at: number): string => String(Math.floor(at / 1000))
