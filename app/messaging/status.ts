import { naturalKey } from '#app/ids'
import type { StoredEvent } from '#app/events/event'
import type { Identity, MessageStatusPayload } from '#sdk/index'

export type StatusWord = 'sent' | 'delivered' | 'read' | 'failed'

/** One status of one message, as a channel reported it. */
export interface Status {
  workspaceId: string
  connectionId: string
  account: string | null
  connector: string
  deliveryId: string | null
  word: StatusWord
  providerId: string
  /** From our own key, where the provider echoes it. */
  messageId: string | null
  n: number | null
  occurredAt: number
  receivedAt: number
  error: { code: string; title: string; reason: string } | null
  price: { millionths: number; currency: string } | null
  category: string | null
  recipient: Identity[]
}

const OUR_KEY = /^(msg_[0-9a-z]{26})\/(\d+)$/

export function statusOf(event: StoredEvent): Status {
  const payload = event.payload as MessageStatusPayload
  const [, messageId, n] = OUR_KEY.exec(payload.correlation ?? '') ?? []
  return {
    workspaceId: event.workspaceId,
    connectionId: event.connectionId ?? '',
    account: event.account,
    connector: event.connector,
    deliveryId: event.deliveryId,
    word: event.type.slice('message.'.length) as StatusWord,
    providerId: payload.providerId,
    messageId: messageId ?? null,
    n: n ? Number(n) : null,
    occurredAt: event.occurredAt,
    receivedAt: event.receivedAt,
    error: payload.error ?? null,
    price: payload.price ?? null,
    category: payload.category ?? null,
    recipient: payload.recipient ?? [],
  }
}

/** The same status told twice is one, also if our key came with only one of them: each try has a provider's id of its own. */
export const statusKey = ({ providerId, word }: Status): string => naturalKey(providerId, word)
