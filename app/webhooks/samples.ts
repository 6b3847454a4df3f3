import db from '@adonisjs/lucid/services/db'
import { contactValues } from '#app/contacts/contact_values'
import { clock } from '#app/clock'
import { connectors } from '#app/connectors/registry'
import type { Client, Row } from '#app/database'
import { catalogue } from '#app/events/catalogue'
import { eventFromRow } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import { newId } from '#app/ids'
import { bodyOf } from './body.ts'
import type { EventBody } from './body.ts'
import type { ContactDetail } from './subscription.ts'

interface Of {
  id: string
  name: string | null
}

/** Nobody real: numbers and names of the documentation. */
const SOMEBODY = {
  id: 'ctc_00000000000000000000000000',
  first_name: 'Giulia',
  last_name: 'Ferrero',
  name: 'Giulia Ferrero',
  company: null,
  phone: '+12025550142',
  email: 'giulia@example.com',
  language: 'it',
  country: 'IT',
  timezone: 'Europe/Rome',
  city: 'Lucca',
  postal_code: '55100',
  fields: {},
  tags: ['newsletter'],
}

/** What the latest real events of a type look like to a receiver, newest first. */
export async function recentBodies(
  workspace: Of,
  type: string,
  { limit, detail }: { limit: number; detail: ContactDetail }
): Promise<EventBody[]> {
  const client = db.connection()
  const rows: Row[] = await client
    .from('events')
    .where({ workspace_id: workspace.id, type })
    .orderBy('id', 'desc')
    .limit(limit)
  const bodies: EventBody[] = []
  for (const row of rows) bodies.push(await storedBody(client, workspace, { event: eventFromRow(row), detail }))
  return bodies
}

/** One stored event as its receivers see it; null for another workspace's. */
export async function bodyById(workspace: Of, id: string, detail: ContactDetail): Promise<EventBody | null> {
  const client = db.connection()
  const row = await client.from('events').where({ workspace_id: workspace.id, id }).first()
  return row ? storedBody(client, workspace, { event: eventFromRow(row), detail }) : null
}

async function storedBody(
  client: Client,
  workspace: Of,
  { event, detail }: { event: StoredEvent; detail: ContactDetail }
): Promise<EventBody> {
  const { contact } = event.contactId ? await contactValues(client, event.contactId) : { contact: null }
  return bodyOf({ event, workspace: briefly(workspace), contact: contact as Record<string, unknown> | null }, detail)
}

/** The sample of a type, marked as a test; null where there is no such type. */
export function sampleBody(workspace: Of, type: string, detail: ContactDetail = 'profile'): EventBody | null {
  const payload = catalogue.get(type)?.sample ?? ownSample(type)
  if (!payload) return null
  const event = {
    id: newId('event'),
    type,
    occurredAt: clock.now(),
    connector: 'core',
    subject: null,
    payload,
  }
  return { ...bodyOf({ event, workspace: briefly(workspace), contact: SOMEBODY }, detail), test: true }
}

const briefly = ({ id, name }: Of) => ({ id, name })

/** Of a type that only a connector knows. */
function ownSample(type: string): object | null {
  for (const { events } of connectors.all()) {
    const emitted = events.find((event) => event.type === type)
    if (emitted) return emitted.sample.payload
  }
  return null
}
