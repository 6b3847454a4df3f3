import { readJson } from '#app/database'
import type { Row, Trx } from '#app/database'
import { causedBy } from '#app/events/event'
import type { NewEvent, StoredEvent } from '#app/events/event'
import { record } from '#app/events/record'
import type { Identifier, Projector } from '#app/events/registry'
import type { ConsentPayload, ReceivedMessagePayload } from '#sdk/index'
import { noteBases } from './basis.ts'
import type { ConsentAction } from './consent_states.ts'
import { keepConsent } from './consents.ts'
import type { CustomWords } from './keywords.ts'
import { lockContacts } from './locks.ts'
import { keepReferrals } from './referrals.ts'
import { profileKeepers } from './profile_keepers.ts'
import { contactCreated, resolvePeople } from './resolve.ts'
import { consentsFromMessage } from './stop_start.ts'

const REQUESTS = ['customer.erasure_requested', 'customer.data_requested']

/** Links the event to its contact, or makes one. */
export const contactsIdentifier: Identifier = {
  name: 'contacts',
  async identify(trx, events) {
    const unknown = events.filter((event) => event.person && !event.contactId)
    if (unknown.length === 0) return []

    const keepers = await profileKeepers(trx)
    const resolutions = await resolvePeople(
      trx,
      unknown.map((event) => ({ ...encounterOf(event), addressesOnly: keepers.has(event.connectionId ?? '') }))
    )
    return unknown.flatMap((event, index): NewEvent[] => {
      const { contactId, created, notes } = resolutions[index]
      event.contactId = contactId
      event.notes.push(...notes)
      return created && contactId
        ? [
            {
              ...contactCreated(event.workspaceId, contactId, event.connector),
              occurredAt: event.occurredAt,
              historic: event.historic,
              ...causedBy(event),
            },
          ]
        : []
    })
  },
}

const encounterOf = (event: StoredEvent) => ({
  workspaceId: event.workspaceId,
  person: event.person ?? { identities: [] },
  account: event.account,
  occurredAt: event.occurredAt,
  source: event.connector,
  replaces: event.type.startsWith('customer.'),
  create: !REQUESTS.includes(event.type),
})

export const consentsProjector: Projector = {
  name: 'consents',
  types: ['consent.granted', 'consent.confirmed', 'consent.withdrawn'],
  async project(trx, events) {
    // A yes and a no at the same moment: the later one must see the other.
    const inForce = await lockContacts(
      trx,
      events.flatMap(({ contactId }) => contactId ?? [])
    )
    for (const event of events) {
      if (!event.contactId) continue
      const payload = event.payload as ConsentPayload & { wayOut?: string | null; source?: string | null }
      await keepConsent(trx, {
        ...payload,
        workspaceId: event.workspaceId,
        contactId: inForce.get(event.contactId) ?? event.contactId,
        action: event.type.slice('consent.'.length) as ConsentAction,
        source: payload.source ?? event.connector,
        proof: { ...payload.proof, event: payload.proof?.event ?? event.id },
        occurredAt: event.occurredAt,
        key: event.id,
        eventId: event.id,
      })
    }
  },
}

export const inboundProjector: Projector = {
  name: 'contacts.inbound',
  types: ['message.received'],
  async project(trx, events) {
    await keepReferrals(trx, events)
    await noteBases(
      trx,
      events.flatMap(({ contactId, occurredAt }) => (contactId ? [{ contactId, at: occurredAt }] : []))
    )

    const short = events.filter(mayBeKeyword)
    // Two STOPs at the same moment are answered once.
    await lockContacts(
      trx,
      short.flatMap(({ contactId }) => contactId ?? [])
    )
    const words = await customWords(
      trx,
      short.map((event) => event.workspaceId)
    )
    for (const event of short) await record(trx, await consentsFromMessage(trx, event, words.get(event.workspaceId)))
  },
}

const mayBeKeyword = (event: StoredEvent): boolean => {
  const { text } = event.payload as ReceivedMessagePayload
  return Boolean(event.contactId && text) && String(text).length <= 40 && String(text).trim().split(/\s+/).length <= 4
}

async function customWords(trx: Trx, workspaceIds: string[]): Promise<Map<string, CustomWords>> {
  if (workspaceIds.length === 0) return new Map()
  const rows: Row[] = await trx
    .from('workspaces')
    .select('id', 'settings')
    .whereIn('id', [...new Set(workspaceIds)])
  return new Map(
    rows.map((row) => {
      const settings = readJson<{ stop_words?: string[]; start_words?: string[] } | null>(row.settings)
      return [String(row.id), { stop: settings?.stop_words ?? [], start: settings?.start_words ?? [] }]
    })
  )
}
