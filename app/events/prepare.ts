import { errors } from '@vinejs/vine'
import { clock } from '#app/clock'
import { newId } from '#app/ids'
import { catalogue } from './catalogue.ts'
import { InvalidEvent } from './errors.ts'
import { MAX_DEPTH } from './event.ts'
import type { NewEvent, StoredEvent } from './event.ts'
import { eventKey } from './keys.ts'
import { laneOf } from './lanes.ts'

/** Checks the payload and gives the fact its id and key. A type that is not ours is kept whole. */
export async function prepare(fact: NewEvent): Promise<StoredEvent> {
  const definition = catalogue.get(fact.type)
  const payload = definition ? await clean(fact) : fact.payload
  const connector = fact.connector ?? 'core'
  const account = fact.account ?? null
  const now = clock.now()
  const depth = fact.depth ?? 0

  return {
    id: newId('event'),
    workspaceId: fact.workspaceId,
    // A sender without accounts counts for itself: the numbers of one tool are not those of another.
    naturalKey: eventKey(
      {
        connector,
        account: account ?? fact.connectionId ?? null,
        type: fact.type,
        key: fact.key,
        revision: fact.revision,
        payload,
      },
      definition?.kind ?? 'occurrence'
    ),
    connector,
    connectionId: fact.connectionId ?? null,
    deliveryId: fact.deliveryId ?? null,
    account,
    type: fact.type,
    key: fact.key,
    subject: fact.subject ?? null,
    contactId: fact.contactId ?? null,
    occurredAt: fact.occurredAt ?? now,
    receivedAt: now,
    payload,
    notes: depth > MAX_DEPTH ? [{ code: 'loop_stopped', params: { depth: MAX_DEPTH } }] : [],
    causedBy: fact.causedBy ?? null,
    depth,
    historic: fact.historic ?? false,
    lane: laneOf(fact.type),
    ...(fact.person ? { person: fact.person } : {}),
  }
}

async function clean({ type, payload }: NewEvent): Promise<object> {
  try {
    return (await catalogue.get(type)?.schema.validate(payload)) ?? payload
  } catch (error) {
    if (!(error instanceof errors.E_VALIDATION_ERROR)) throw error
    const [complaint] = error.messages as { field: string; rule: string }[]
    throw new InvalidEvent(type, complaint.field, complaint.rule)
  }
}
