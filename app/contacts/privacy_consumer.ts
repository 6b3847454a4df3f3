import { SYSTEM } from '#app/accounts/access'
import { audit } from '#app/accounts/audit'
import type { Trx } from '#app/database'
import { note } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import type { Consumer } from '#app/events/registry'
import { eraseContact } from './erasure.ts'

/**
 * A shop passes on what its customers ask for by law. Erasure is done at once; a request for data is left to a person,
 * who finds it in the audit log and exports the profile.
 */
export const privacyConsumer: Consumer = {
  name: 'privacy',
  listens: (_, event) => event.type === 'customer.erasure_requested' || event.type === 'customer.data_requested',
  async consume(trx, event) {
    if (!event.contactId) return note(event, 'person_unknown')
    const erases = event.type === 'customer.erasure_requested'
    if (erases) await eraseContact(trx, event.workspaceId, event.contactId)
    await entry(trx, event, erases ? 'contact.erased' : 'contact.data_requested')
  },
}

async function entry(trx: Trx, event: StoredEvent, action: string): Promise<void> {
  const { organization_id: organizationId } = await trx
    .from('workspaces')
    .select('organization_id')
    .where('id', event.workspaceId)
    .firstOrFail()
  const subject = { kind: 'contact', id: event.contactId }
  await audit(
    {
      organizationId,
      workspaceId: event.workspaceId,
      actor: SYSTEM,
      action,
      subject,
      after: { event: event.id, connector: event.connector },
    },
    trx
  )
}
