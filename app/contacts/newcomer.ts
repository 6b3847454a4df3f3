import type { Infer } from '@vinejs/vine/types'
import type { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { record } from '#app/events/record'
import type { Identity } from '#sdk/index'
import { parsePhone } from './phone.ts'
import { contactCreated, resolvePeople } from './resolve.ts'
import type { newContactValidator } from './validators.ts'

type Details = Infer<typeof newContactValidator>
type Outcome = { ok: true; id: string; created: boolean } | { ok: false; field: 'phone' | 'email'; reason: string }

/** Somebody typed in by a member or sent by the API: made, or found where a handle is already known. */
export async function newcomer(workspace: Workspace, details: Details, source = 'console'): Promise<Outcome> {
  const { phone, email } = details
  if (!phone && !email) return { ok: false, field: 'phone', reason: 'address_missing' }
  if (phone && !parsePhone(phone, details.country, workspace.country))
    return { ok: false, field: 'phone', reason: 'phone_unparseable' }

  const identities: Identity[] = []
  if (phone) identities.push({ kind: 'phone', value: phone, ...(details.country ? { country: details.country } : {}) })
  if (email) identities.push({ kind: 'email', value: email })
  const person = {
    identities,
    firstName: details.first_name,
    lastName: details.last_name,
    company: details.company,
    language: details.language,
    country: details.country,
    timezone: details.timezone,
    city: details.city,
    postalCode: details.postal_code,
  }
  return transaction(async (trx) => {
    const [{ contactId, created }] = await resolvePeople(trx, [
      { workspaceId: workspace.id, person, account: null, occurredAt: clock.now(), source },
    ])
    if (!contactId) return { ok: false, field: 'phone', reason: 'phone_unparseable' } as const
    if (created) await record(trx, [contactCreated(workspace.id, contactId, source)])
    return { ok: true, id: contactId, created } as const
  })
}
