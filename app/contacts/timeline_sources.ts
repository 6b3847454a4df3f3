import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import { registerTimelineSource } from './timeline.ts'
import type { TimelineEntry, TimelinePage } from './timeline.ts'

/** Told by the rooms that keep what they are about, or of no use to a reader. */
const TOLD_ELSEWHERE = [
  'message.%',
  'order.%',
  'shipment.%',
  'payment.%',
  'consent.%',
  'cart.updated',
  'cart.recovered',
  'customer.%',
]

export function registerContactTimeline(): void {
  registerTimelineSource({ name: 'events', entries: eventEntries })
  registerTimelineSource({ name: 'consents', entries: consentEntries })
}

async function eventEntries(client: Client, contactId: string, { before, limit }: TimelinePage) {
  const query = client.from('events').where('contact_id', contactId).where('occurred_at', '<', before)
  for (const pattern of TOLD_ELSEWHERE) query.whereNot('type', 'like', pattern)
  const rows: Row[] = await query.orderBy('occurred_at', 'desc').limit(limit)
  return rows.map((row) => ({
    id: String(row.id),
    at: Number(row.occurred_at),
    of: 'events' as const,
    kind: kindOf(String(row.type)),
    ...wordsOf(String(row.type), readJson<Record<string, unknown>>(row.payload)),
    href: `/developers/events/${row.id}`,
  }))
}

function kindOf(type: string): string {
  const [noun] = type.split('.')
  return ['cart', 'tag', 'contact'].includes(noun) ? noun : 'event'
}

/** The one word that makes the sentence worth reading: which tag, which field, which link. */
function wordsOf(type: string, payload: Record<string, unknown>): Pick<TimelineEntry, 'code' | 'params' | 'detail'> {
  if (type.startsWith('tag.'))
    return { code: `contacts.timeline.${type.replace('.', '_')}`, params: { tag: String(payload.tag ?? '') } }
  if (type === 'contact.field_changed')
    return { code: 'contacts.timeline.field_changed', params: { field: String(payload.field ?? '') } }
  return { code: `events.${type}`, detail: type === 'link.clicked' ? String(payload.label ?? payload.url ?? '') : null }
}

async function consentEntries(client: Client, contactId: string, { before, limit }: TimelinePage) {
  const rows: Row[] = await client
    .from('consents')
    .where('contact_id', contactId)
    .where('occurred_at', '<', before)
    .orderBy('occurred_at', 'desc')
    .limit(limit)
  return rows.map((row) => ({
    id: String(row.id),
    at: Number(row.occurred_at),
    of: 'consents' as const,
    kind: 'consent',
    code: `contacts.timeline.consent_${row.action}`,
    params: { channel: String(row.channel), purpose: String(row.purpose) },
    detail: row.wording as string | null,
  }))
}
