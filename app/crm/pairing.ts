import db from '@adonisjs/lucid/services/db'
import type { Row } from '#app/database'
import type { CrmRecord, Identity, Person } from '#sdk/index'
import { giveWay, settle, standStill, unlink } from './agreeing.ts'
import { findRecord, otherOwner } from './finding.ts'
import { baseOf, changesOf } from './link.ts'
import type { Link } from './link.ts'
import { decisionsOf, writesIn } from './meetings.ts'
import type { Decision } from './merging.ts'
import { ownValues } from './own_fields.ts'
import type { Scene } from './scene.ts'

/**
 * Brings one contact and its record into step. The CRM is written first: should we die before our own side is, the next
 * look finds both alike and has nothing left to do.
 */
export async function bringIntoStep(scene: Scene, link: Link, read: CrmRecord | null): Promise<void> {
  const contact: Row | null = await db.from('contacts').where('id', link.contact_id).whereNull('erased_at').first()
  if (!contact) return void (await db.from('crm_links').where('id', link.id).delete())

  const handles = { phone: contact.phone as string | null, email: contact.email as string | null }
  const record = read ?? (await findRecord(scene, link, handles))
  if (!record && link.crm_id) return unlink(link, 'crm_record_deleted')
  if (!record && link.code === 'crm_record_deleted') return standStill(link, 'crm_record_deleted')
  if (!record && !handles.phone && !handles.email) return standStill(link, 'crm_no_identifier')
  const owner = record && (await otherOwner(scene, link, record.id))
  if (owner) return giveWay(link, record.id, owner)

  const decisions = decisionsOf(scene.pairs, {
    ours: await ownValues(db.connection(), link.contact_id),
    changed: changesOf(link),
    record,
    base: isKnown(link, record) ? baseOf(link) : {},
  })
  const written = await write(scene, { contact, record, decisions })
  await settle(scene, link, { record, decisions, written })
}

/** The record of the last time, or the one it was merged into over there: what was agreed on still holds. */
const isKnown = ({ crm_id: id }: Link, record: CrmRecord | null): boolean =>
  id !== null && record !== null && [record.id, ...(record.formerIds ?? [])].includes(id)

export interface Written {
  id: string
  created: boolean
  modifiedAt: number | null
  /** A new record as it stands there: CRMs fill in what they cannot be without, and that is no change by anybody. */
  made: CrmRecord | null
}

async function write(
  { role, context, asked }: Scene,
  { contact, record, decisions }: { contact: Row; record: CrmRecord | null; decisions: Decision[] }
): Promise<Written | null> {
  const fields = writesIn(decisions)
  const person = personFor(contact, record)
  const nothing = Object.keys(fields).length === 0 && person.identities.every(({ kind }) => kind === 'crm_contact')
  if (record && nothing) return null
  const written = await role.upsertContact(context, person, fields)
  const [made = null] = !written.created ? [] : await role.readContacts(context, [written.id], asked)
  return { ...written, made }
}

/** The record by its id, with the addresses it has none of; a new one with all we know of the person. */
function personFor(contact: Row, record: CrmRecord | null): Person {
  const addresses = (['phone', 'email'] as const).flatMap((kind): Identity[] => {
    const value = contact[kind]
    const there = record?.person.identities.some((identity) => identity.kind === kind) ?? false
    return value && !there ? [{ kind, value: String(value) }] : []
  })
  if (record) return { identities: [{ kind: 'crm_contact', value: record.id }, ...addresses] }
  return {
    identities: addresses,
    firstName: contact.first_name as string | null,
    lastName: contact.last_name as string | null,
    company: contact.company as string | null,
    language: contact.language as string | null,
  }
}
