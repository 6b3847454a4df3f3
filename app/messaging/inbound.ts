import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import type { StoredEvent } from '#app/events/event'
import type { Projector } from '#app/events/registry'
import type { MessageContent, ReceivedMessagePayload } from '#sdk/index'
import { noteInbound } from './conversations.ts'

const PREVIEW_LENGTH = 200

/** Keeps what people write to us, of whatever kind, and the window it opens. */
export const inbound: Projector = {
  name: 'inbound_messages',
  types: ['message.received'],
  async project(trx, events) {
    for (const event of events)
      if (event.contactId && event.connectionId) await keep(trx, event, event.contactId, event.connectionId)
  },
}

async function keep(trx: Trx, event: StoredEvent, contactId: string, connectionId: string): Promise<void> {
  const payload = event.payload as ReceivedMessagePayload
  const conversationId = await noteInbound(trx, {
    workspaceId: event.workspaceId,
    connectionId,
    contactId,
    at: event.occurredAt,
    fromAd: Boolean(payload.referral),
  })
  const now = clock.now()
  await insertNew(trx, 'messages', [
    {
      id: newId('message'),
      workspace_id: event.workspaceId,
      natural_key: naturalKey('in', event.account ?? connectionId, payload.providerId),
      direction: 'in',
      medium: payload.channel,
      connection_id: connectionId,
      contact_id: contactId,
      conversation_id: conversationId,
      event_id: event.id,
      kind: payload.kind,
      content: JSON.stringify(contentOf(payload)),
      preview: previewOf(payload).slice(0, PREVIEW_LENGTH),
      provider_id: payload.providerId,
      reply_to: payload.replyTo ?? null,
      lane: event.lane,
      state: 'received',
      delivered_at: event.occurredAt,
      created_at: now,
      updated_at: now,
    },
  ])
}

/** The bytes of an attachment stay with the provider until somebody wants them; here is where they are. */
function contentOf(payload: ReceivedMessagePayload): MessageContent | ReceivedMessagePayload {
  if (payload.attachment)
    return { kind: 'media', attachment: payload.attachment, text: payload.attachment.caption ?? payload.text }
  return payload.kind === 'text' ? { kind: 'text', text: payload.text ?? '' } : payload
}

const previewOf = ({ text, attachment, vendorType, kind }: ReceivedMessagePayload): string =>
  text ?? attachment?.caption ?? attachment?.filename ?? vendorType ?? kind
