import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Projector } from '#app/events/registry'
import { activeSyncs } from './active_syncs.ts'
import type { ActiveSync } from './active_syncs.ts'
import { lookAt } from './link.ts'
import type { Reason } from './link.ts'
import { noteReceived } from './noting_messages.ts'
import { mappable } from './own_fields.ts'

/**
 * Makes a contact due for a look when something about it changed: here, or in the CRM. What a CRM told is not told to
 * it again; other CRMs hear of it.
 */
export const crmProjector: Projector = {
  name: 'crm',
  types: '*',
  async project(trx, events) {
    const syncs = await activeSyncs(trx)
    if (syncs.length === 0) return
    const reasons: Reason[] = []
    for (const event of events) {
      for (const sync of syncs) {
        if (sync.workspaceId !== event.workspaceId) continue
        if (sync.connectionId === event.connectionId) reasons.push(...(await toldBy(trx, sync, event)))
        else reasons.push(...toTell(sync, event))
      }
    }
    await lookAt(trx, reasons)
    await noteReceived(trx, syncs, events)
  },
}

/** Something happened in the CRM: whoever it is about, and whoever has the record it is about. */
async function toldBy(trx: Trx, { connectionId, workspaceId }: ActiveSync, event: StoredEvent): Promise<Reason[]> {
  if (event.subject?.kind === 'deal' || event.type === 'contact.field_changed') return []
  const reason = { workspaceId, connectionId }
  const links: Row[] = event.subject
    ? await trx.from('crm_links').where({ connection_id: connectionId, crm_id: event.subject.id }).select('contact_id')
    : []
  if (links.length > 0) return links.map((link) => ({ ...reason, contactId: String(link.contact_id) }))
  return event.contactId ? [{ ...reason, contactId: event.contactId }] : []
}

function toTell({ connectionId, workspaceId, watched }: ActiveSync, event: StoredEvent): Reason[] {
  if (!event.contactId) return []
  const reason = { workspaceId, connectionId, contactId: event.contactId }
  const { type, occurredAt } = event
  if (type === 'contact.created') return [reason]
  const field = changedField(event)
  return field !== null && watched.has(field) ? [{ ...reason, field, at: occurredAt }] : []
}

/** Which of the fields a mapping may name this event changes. */
function changedField({ type, payload }: StoredEvent): string | null {
  const told = payload as { field?: string; channel?: string; purpose?: string }
  if (type === 'contact.field_changed') return mappable(String(told.field))
  if (type.startsWith('consent.')) return `consent.${told.channel}.${told.purpose}`
  return type.startsWith('tag.') ? 'tags' : null
}
