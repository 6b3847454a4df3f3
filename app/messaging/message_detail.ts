import type { Client, Row } from '#app/database'
import { bubbleOf } from './bubble.ts'
import type { Message } from './message.ts'

/** Everything kept about one message, for its page. */
export async function messageDetail(client: Client, message: Message) {
  const contact = message.contactId ? await client.from('contacts').where('id', message.contactId).first() : null
  const connection = message.connectionId ? await client.from('connections').select('id', 'name', 'connector').where('id', message.connectionId).first() : null
  const template = message.templateId ? await client.from('templates').select('id', 'name').where('id', message.templateId).first() : null
  return {
    message: {
      ...message.serialize({
        fields: [
          'id', 'direction', 'medium', 'purpose', 'kind', 'language', 'state', 'code', 'params', 'verdicts', 'dueAt', 'sendBefore', 'sentAt', 'deliveredAt',
          'readAt', 'failedAt', 'firstClickedAt', 'providerId', 'priceMillionths', 'priceCurrency', 'priceCategory', 'possibleDuplicate', 'runId', 'eventId',
          'conversationId', 'createdAt', 'preview',
        ],
      }),
      bubble: bubbleOf(message),
    },
    contact: contact ? { id: contact.id, name: [contact.first_name, contact.last_name].filter(Boolean).join(' ') || null } : null,
    connection,
    template,
    attempts: ((await client.from('attempts').where('message_id', message.id).orderBy('n')) as Row[]).map(attemptLine),
    statuses: ((await client.from('message_statuses').where('message_id', message.id).orderBy('id')) as Row[]).map(statusLine),
    links: ((await client.from('links').where('message_id', message.id)) as Row[]).map(linkLine),
  }
}

const attemptLine = (row: Row) => ({
  id: row.id, n: row.n, state: row.state, code: row.code, vendorCode: row.vendor_code, detail: row.detail, providerId: row.provider_id,
  startedAt: Number(row.started_at), endedAt: row.ended_at === null ? null : Number(row.ended_at),
})

const statusLine = (row: Row) => ({
  id: row.id, status: row.status, n: row.n, code: row.code, vendorCode: row.vendor_code, detail: row.detail, deliveryId: row.delivery_id,
  occurredAt: Number(row.occurred_at), receivedAt: Number(row.received_at),
})

const linkLine = (row: Row) => ({
  id: row.id, code: row.code, label: row.label, url: row.url, firstClickedAt: row.first_clicked_at === null ? null : Number(row.first_clicked_at),
})
