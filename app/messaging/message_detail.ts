import type { Client, Row } from '#app/database'
import { bubbleOf } from './message_bubble.ts'
import { only } from '#app/http/json'
import type { Params } from '#app/http/json'
import type { Message } from './message.ts'
import { smsFacts } from './sms_facts.ts'
import { standInsOf } from './stand_ins.ts'

/** Everything kept about one message, for its page. */
export async function messageDetail(client: Client, message: Message) {
  const contact = message.contactId ? await client.from('contacts').where('id', message.contactId).first() : null
  const connection = message.connectionId
    ? await client.from('connections').select('id', 'name', 'connector').where('id', message.connectionId).first()
    : null
  const template = message.templateId
    ? await client.from('templates').select('id', 'name').where('id', message.templateId).first()
    : null
  return {
    message: { ...lineOf(message), bubble: bubbleOf(message), sms: smsFacts(message, connection?.connector ?? null) },
    standIns: await standInsOf(client, message),
    contact: contact
      ? { id: contact.id, name: [contact.first_name, contact.last_name].filter(Boolean).join(' ') || null }
      : null,
    connection,
    template,
    attempts: ((await client.from('attempts').where('message_id', message.id).orderBy('n')) as Row[]).map(attemptLine),
    statuses: ((await client.from('message_statuses').where('message_id', message.id).orderBy('id')) as Row[]).map(
      statusLine
    ),
    links: ((await client.from('links').where('message_id', message.id)) as Row[]).map(linkLine),
  }
}

const SHOWN = [
  ...([
    'id',
    'direction',
    'medium',
    'purpose',
    'kind',
    'language',
    'state',
    'code',
    'preview',
    'providerId',
    'runId',
  ] as const),
  ...(['dueAt', 'sendBefore', 'sentAt', 'firstClickedAt', 'createdAt'] as const),
  ...(['priceMillionths', 'priceCurrency', 'possibleDuplicate'] as const),
]

const lineOf = (message: Message) => ({
  ...only(message, ...SHOWN),
  params: message.params as Params | null,
  verdicts: message.verdicts as ShownVerdict[] | null,
})

/** A verdict as it comes out of its JSON column. */
interface ShownVerdict {
  rule: string
  verdict: 'allow' | 'delay' | 'refuse' | 'skip'
  code?: string
  params?: Params
  until?: number
}

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))
const instant = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

const attemptLine = (row: Row) => ({
  id: String(row.id),
  n: Number(row.n),
  state: String(row.state),
  code: text(row.code),
  vendorCode: text(row.vendor_code),
  detail: text(row.detail),
  startedAt: Number(row.started_at),
  endedAt: instant(row.ended_at),
})

const statusLine = (row: Row) => ({
  id: String(row.id),
  status: String(row.status),
  code: text(row.code),
  vendorCode: text(row.vendor_code),
  detail: text(row.detail),
  occurredAt: Number(row.occurred_at),
})

const linkLine = (row: Row) => ({
  id: String(row.id),
  code: String(row.code),
  label: text(row.label),
  url: String(row.url),
  firstClickedAt: instant(row.first_clicked_at),
})
