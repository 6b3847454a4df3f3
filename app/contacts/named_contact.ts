import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import type { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import type { Client, Trx } from '#app/database'
import type { Identity } from '#sdk/index'
import { handleOf } from './handles.ts'
import { parsePhone } from './phone.ts'
import { resolveContact } from './resolve.ts'

/** How a caller of the API names a person: by our id, by an address, or by an id of its own. */
export const contactName = () =>
  vine.object({
    contact_id: vine.string().trim().maxLength(32).optional(),
    phone: vine.string().trim().maxLength(40).optional(),
    email: vine.string().trim().toLowerCase().email().maxLength(320).optional(),
    external_id: vine.string().trim().minLength(1).maxLength(190).optional(),
    country: vine
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
  })

export type ContactName = Infer<ReturnType<typeof contactName>>

export type Named =
  | { ok: true; contactId: string }
  | {
      ok: false
      field: 'contact_id' | 'phone'
      reason: 'contact_unknown' | 'phone_unparseable' | 'address_missing'
    }

type WorkspaceOf = Pick<Workspace, 'id' | 'country'>

/** The contact that is meant, made where nobody is known by these addresses. */
export async function namedContact(trx: Trx, workspace: WorkspaceOf, name: ContactName): Promise<Named> {
  if (name.contact_id) {
    const row = await trx.from('contacts').where({ workspace_id: workspace.id, id: name.contact_id }).first()
    if (!row || row.erased_at) return { ok: false, field: 'contact_id', reason: 'contact_unknown' }
    return { ok: true, contactId: String(row.merged_into ?? row.id) }
  }
  const problem = addressProblem(workspace, name)
  if (problem) return { ok: false, field: 'phone', reason: problem }
  const person = { identities: identitiesOf(name), country: name.country }
  const contactId = await resolveContact(trx, workspace.id, person, {
    account: null,
    occurredAt: clock.now(),
    source: 'api',
  })
  return contactId ? { ok: true, contactId } : { ok: false, field: 'phone', reason: 'phone_unparseable' }
}

interface Addresses {
  external_id?: string | null
  phone?: string | null
  email?: string | null
  country?: string | null
}

/** What stands in the way of knowing somebody by these; null for nothing. */
export function addressProblem(workspace: WorkspaceOf, { phone, email, external_id: externalId, country }: Addresses) {
  if (!phone && !email && !externalId) return 'address_missing' as const
  return phone && !parsePhone(phone, country, workspace.country) ? ('phone_unparseable' as const) : null
}

export function identitiesOf({ phone, email, external_id: externalId, country }: Addresses): Identity[] {
  const identities: Identity[] = []
  if (externalId) identities.push({ kind: 'external', value: externalId })
  if (phone) identities.push({ kind: 'phone', value: phone, ...(country ? { country } : {}) })
  if (email) identities.push({ kind: 'email', value: email })
  return identities
}

/** How addresses of the API begin that name a contact by the caller's own id: `/contacts/ext:4711`. */
const OWN_ID = 'ext:'

/** Our id for what stands in an address of the API; null where the caller's own id is not known. */
export async function idNamed(client: Client, workspaceId: string, name: string): Promise<string | null> {
  if (!name.startsWith(OWN_ID)) return name
  const { key } = handleOf('external', name.slice(OWN_ID.length))
  const row = await client.from('contact_identities').where({ workspace_id: workspaceId, natural_key: key }).first()
  return row ? String(row.contact_id) : null
}
