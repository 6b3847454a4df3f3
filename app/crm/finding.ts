import db from '@adonisjs/lucid/services/db'
import type { Row } from '#app/database'
import type { CrmRecord } from '#sdk/index'
import type { Link } from './link.ts'
import type { Scene } from './scene.ts'

/** As much of a contact as finding it elsewhere takes. */
export interface Handles {
  phone: string | null
  email: string | null
}

/** The contact's record: by what is known of it, else by phone, else by e-mail. */
export async function findRecord(scene: Scene, link: Link, { phone, email }: Handles): Promise<CrmRecord | null> {
  const { role, context, asked } = scene
  const known = link.crm_id ?? (await knownId(scene, link.contact_id))
  if (known) {
    const [record] = await role.readContacts(context, [known], asked)
    // What is linked and gone was thrown away; what was only heard of may be there under another id.
    if (record || link.crm_id) return record ?? null
  }
  for (const query of [...(phone ? [{ phone }] : []), ...(email ? [{ email }] : [])]) {
    const found = await role.findContact(context, query)
    if (found) return (await role.readContacts(context, [found.id], asked))[0] ?? null
  }
  return null
}

/** The record's id as connectors have told it with an event. */
async function knownId({ connection }: Scene, contactId: string): Promise<string | null> {
  const identity: Row | null = await db
    .from('contact_identities')
    .where({ contact_id: contactId, kind: 'crm_contact', issuer: connection.account ?? '' })
    .first()
  return identity ? String(identity.value) : null
}

/** Another contact of ours that has this record already. */
export async function otherOwner({ connection }: Scene, link: Link, crmId: string): Promise<string | null> {
  const other: Row | null = await db
    .from('crm_links')
    .where({ connection_id: connection.id, crm_id: crmId })
    .whereNot('contact_id', link.contact_id)
    .first()
  return other ? String(other.contact_id) : null
}

/** The records of these links, by the ids the links know, those of merged ones too. */
export async function recordsOf({ role, context, asked }: Scene, links: Link[]): Promise<Map<string, CrmRecord>> {
  const ids = [...new Set(links.flatMap(({ crm_id: id }) => id ?? []))]
  const records = ids.length > 0 ? await role.readContacts(context, ids, asked) : []
  return new Map(records.flatMap((record) => [record.id, ...(record.formerIds ?? [])].map((id) => [id, record])))
}
