import { asInteger, asText, entryOf } from '#sdk/index'
import type { ConsentPayload, MessageStatusPayload, ParsedItem } from '#sdk/index'
import { OPTED_OUT, reasonOf } from './errors.ts'
import { accountOf, keyFromUrl } from './keys.ts'
import { personOf } from './messages.ts'

type Fields = Record<string, string>

/** Queued, accepted, scheduled and sending are on the way to one of these. */
const STATES: Record<string, string> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
}

/** One status of one message, however it was learnt: by webhook or from the list. */
export interface Outbound {
  sid: string
  account: string | null
  to: string | null
  status: string
  errorCode: number | null
  correlation: string | null
  price: MessageStatusPayload['price']
  occurredAt: number | null
}

export function statusItems(
  sid: string,
  fields: Fields,
  { settings, attempt }: { settings: Record<string, unknown>; attempt?: string }
): ParsedItem[] {
  return outboundItems({
    sid,
    account: accountOf(settings, { service: fields.MessagingServiceSid, ours: fields.From, owner: fields.AccountSid }),
    to: asText(fields.To),
    status: fields.MessageStatus,
    errorCode: asInteger(fields.ErrorCode),
    correlation: keyFromUrl(attempt),
    // The amount is known later than the status, and only to the list.
    price: null,
    occurredAt: null,
  })
}

export function outboundItems(outbound: Outbound): ParsedItem[] {
  const state = entryOf(STATES, outbound.status)
  if (!state) return []
  const { sid, account, to, errorCode, correlation, price, occurredAt } = outbound
  const failed = state === 'failed'
  const payload: MessageStatusPayload = {
    providerId: sid,
    correlation,
    error: failed ? errorOf(outbound) : null,
    price: price ?? null,
    ...(to ? { recipient: personOf(to).identities } : {}),
  }
  const about = { account, subject: { kind: 'message', id: sid }, occurredAt }
  const status: ParsedItem = {
    ...about,
    type: `message.${state}`,
    key: `${sid}:${state}`.slice(0, 190),
    payload,
  }
  return failed && errorCode === OPTED_OUT && to ? [status, optOut(outbound, to)] : [status]
}

function errorOf({ errorCode, status }: Outbound): NonNullable<MessageStatusPayload['error']> {
  const code = errorCode === null ? status : String(errorCode)
  return {
    code,
    title: `Twilio: ${status}`,
    reason: errorCode === null ? 'delivery_failed' : reasonOf(errorCode),
  }
}

/** Twilio blocks whoever wrote STOP. If it says so here, we may have missed that STOP, and it counts all the same. */
function optOut({ sid, account, occurredAt }: Outbound, to: string): ParsedItem {
  const payload: ConsentPayload = {
    channel: 'sms',
    purpose: 'marketing',
    method: 'keyword',
    proof: { status: sid },
  }
  return {
    account,
    type: 'consent.withdrawn',
    key: `${sid}:opted_out`.slice(0, 190),
    subject: null,
    occurredAt,
    payload,
    person: personOf(to),
  }
}
