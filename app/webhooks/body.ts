import { isoOf } from './iso.ts'
import type { StoredEvent } from '#app/events/event'
import { inWords } from '#app/pipelines/values'
import type { ContactDetail } from './subscription.ts'

/** Raised when the shape changes in a way that receivers must know of. */
export const BODY_VERSION = 1

/** Receivers limit what they take, and we keep each body for weeks. Longer data is fetched: `GET /events/:id`. */
const LARGEST = 256 * 1024

/** What a receiver is sent. The shape is promised in docs/webhooks.md. */
export interface EventBody {
  id: string
  type: string
  version: number
  occurred_at: string
  workspace: { id: string; name: string | null }
  connector: string
  subject: { kind: string; id: string } | null
  contact: Record<string, unknown> | null
  data: unknown
  /** Only where it applies. */
  test?: true
  truncated?: true
}

export interface Telling {
  event: Pick<StoredEvent, 'id' | 'type' | 'occurredAt' | 'connector' | 'subject' | 'payload'>
  workspace: { id: string; name: string | null }
  /** As `contactValues` answers it; null where the event is about nobody. */
  contact: Record<string, unknown> | null
}

export function bodyOf({ event, workspace, contact }: Telling, detail: ContactDetail): EventBody {
  return {
    id: event.id,
    type: event.type,
    version: BODY_VERSION,
    occurred_at: new Date(event.occurredAt).toISOString(),
    workspace,
    connector: event.connector,
    subject: event.subject,
    contact: contact && (detail === 'profile' ? contact : { id: contact.id }),
    data: isoOf(inWords(event.payload)),
  }
}

/** Written once: each try sends these very bytes. */
export function writtenBody(body: EventBody): string {
  const text = JSON.stringify(body)
  if (Buffer.byteLength(text) <= LARGEST) return text
  return JSON.stringify({ ...body, data: null, truncated: true } satisfies EventBody)
}
