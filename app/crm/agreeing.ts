import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { handleOf } from '#app/contacts/handles'
import { lockContact } from '#app/contacts/locks'
import { resolvePeople } from '#app/contacts/resolve'
import { suggestMerge } from '#app/contacts/suggestions'
import { newId } from '#app/ids'
import { finish } from '#app/work/claim'
import type { CrmRecord } from '#sdk/index'
import { applyOurs } from './applying.ts'
import { countForBackfill } from './backfill_counts.ts'
import { atRest, baseOf } from './link.ts'
import type { Base, Link } from './link.ts'
import { log } from './log.ts'
import type { Entry } from './log.ts'
import type { Decision } from './merging.ts'
import { ownValues } from './own_fields.ts'
import type { Written } from './pairing.ts'
import type { Scene } from './scene.ts'
import { plainOf } from './values.ts'

interface Outcome {
  record: CrmRecord | null
  decisions: Decision[]
  /** Null: there was nothing to write there. */
  written: Written | null
}

/** Writes our side, and remembers what both sides now hold: all in one transaction, under the contact's lock. */
export async function settle(scene: Scene, link: Link, { record, decisions, written }: Outcome): Promise<void> {
  const crmId = written?.id ?? record?.id ?? null
  await transaction(async (trx) => {
    const contactId = await lockContact(trx, link.contact_id)
    if (contactId !== link.contact_id) return finish(trx, 'crm_links', link, { due_at: clock.now() })
    const { overtaken, refused } = await applyOurs(trx, scene, { link, decisions })
    if (crmId) await join(trx, scene, { contactId, crmId, record })

    const entries = entriesOf(link, crmId, { decisions: decisions.filter((one) => !overtaken.has(one)), refused })
    const isNew = crmId !== null && (link.synced_at === null || crmId !== link.crm_id)
    await log(trx, [
      ...(isNew
        ? [{ ...about(link, crmId), outcome: 'linked' as const, code: written?.created ? 'crm_created' : null }]
        : []),
      ...entries,
      ...(entries.length === 0 && !isNew && !link.backfill_id ? [nothingDone(link, crmId, record)] : []),
    ])
    const base = await newBase(trx, link, { decisions, overtaken, made: written?.made ?? null })
    await finish(trx, 'crm_links', link, {
      ...atRest(trx, link, overtaken.size > 0 ? { state: 'due', due_at: clock.now() } : {}),
      crm_id: crmId,
      base: JSON.stringify(base),
      version: written?.modifiedAt ?? written?.made?.modifiedAt ?? record?.modifiedAt ?? link.version,
      synced_at: clock.now(),
      code: null,
      params: null,
    })
    await countForBackfill(
      trx,
      link,
      entries.some(({ outcome }) => outcome !== 'kept') || isNew ? 'changed' : 'skipped'
    )
  })
}

/** Two contacts of ours are one record there: one has it, and whether they are one person is asked of a person. */
export async function giveWay(link: Link, crmId: string, owner: string): Promise<void> {
  const mergedAway = link.crm_id !== null && link.crm_id !== crmId
  await transaction((trx) => suggestMerge(trx, link.workspace_id, link.contact_id, owner))
  if (mergedAway) await unlink(link, 'crm_record_merged', { record: crmId })
  else await standStill({ ...link, crm_id: null }, 'crm_record_taken', { record: crmId })
}

type Params = Record<string, string>

/** The record is gone or another's: the contact stays, and nobody makes it anew over there. */
export async function unlink(link: Link, code: string, params: Params = {}): Promise<void> {
  await transaction(async (trx) => {
    const where = { contact_id: link.contact_id, kind: 'crm_contact', value: link.crm_id }
    await trx.from('contact_identities').where(where).delete()
    await log(trx, [{ ...about(link, link.crm_id), outcome: 'unlinked', code, params }])
    const change = { crm_id: null, base: '{}', version: null, code, params: JSON.stringify(params) }
    await finish(trx, 'crm_links', link, { ...atRest(trx, link, {}), ...change })
    await countForBackfill(trx, link, 'skipped')
  })
}

/** Nothing can be done for this contact; said once, and again only when the reason is another. */
export async function standStill(link: Link, code: string, params: Params = {}): Promise<void> {
  await transaction(async (trx) => {
    if (link.code !== code) await log(trx, [{ ...about(link, link.crm_id), outcome: 'kept', code, params }])
    await finish(trx, 'crm_links', link, { ...atRest(trx, link, {}), code, params: JSON.stringify(params) })
    await countForBackfill(trx, link, 'skipped')
  })
}

/** The CRM would not take it; the next change is tried anew. */
export async function giveUpOn(link: Link, code: string, params: Record<string, string>): Promise<void> {
  await transaction(async (trx) => {
    await log(trx, [{ ...about(link, link.crm_id), outcome: 'refused', code, params, field: params.field ?? null }])
    await finish(trx, 'crm_links', link, { ...atRest(trx, link, {}), code, params: JSON.stringify(params) })
    await countForBackfill(trx, link, 'refused')
  })
}

export const postpone = (link: Link, wait: number): Promise<void> =>
  finish(db.connection(), 'crm_links', link, { due_at: clock.after(wait), updated_at: clock.now() })

const about = (link: Link, crmId: string | null) => ({
  workspaceId: link.workspace_id,
  connectionId: link.connection_id,
  contactId: link.contact_id,
  crmId,
})

/** Why a look led to nothing: our own writing coming back, or something that is not mapped. */
function nothingDone(link: Link, crmId: string | null, record: CrmRecord | null): Entry {
  const ours =
    record?.modifiedBy === 'us' || (record && link.version !== null && record.modifiedAt <= Number(link.version))
  return { ...about(link, crmId), outcome: 'same', code: ours ? 'crm_echo' : 'crm_no_difference' }
}

function entriesOf(
  link: Link,
  crmId: string | null,
  { decisions, refused }: { decisions: Decision[]; refused: Set<Decision> }
): Entry[] {
  return decisions.flatMap((decision): Entry[] => {
    if (decision.kind === 'same' || (decision.kind === 'kept' && decision.code === null)) return []
    const { meeting, rule } = decision
    const { row, ours, theirs } = meeting
    const common = { ...about(link, crmId), field: row.field, crmField: row.crmField, rule }
    if (decision.kind === 'kept')
      return [{ ...common, outcome: 'kept', before: ours, after: theirs, code: decision.code, params: decision.params }]
    if (refused.has(decision))
      return [{ ...common, outcome: 'kept', before: ours, after: theirs, code: 'crm_value_unfit' }]
    const [before, losing] = decision.kind === 'to_crm' ? [theirs, theirs] : [ours, ours]
    return [{ ...common, outcome: decision.kind, before, after: decision.value, lost: rule ? losing : null }]
  })
}

async function newBase(
  trx: Trx,
  link: Link,
  { decisions, overtaken, made }: { decisions: Decision[]; overtaken: Set<Decision>; made: CrmRecord | null }
): Promise<Base> {
  const now = await ownValues(trx, link.contact_id)
  const base = baseOf(link)
  for (const decision of decisions) {
    const { field } = decision.meeting.row
    if (overtaken.has(decision)) continue
    // What changed here while the CRM was being asked is not agreed on yet.
    const ours = decision.kind === 'from_crm' ? (now[field] ?? null) : decision.meeting.ours
    const theirs = decision.kind === 'to_crm' ? decision.value : decision.meeting.theirs
    const { crm } = decision.meeting
    base[field] = { ours, theirs: made ? plainOf(crm, made.fields[crm.name]) : theirs }
  }
  return base
}

/** The record's id becomes a handle of the contact, and so do the addresses that nobody else has. */
async function join(
  trx: Trx,
  { connection }: Scene,
  { contactId, crmId, record }: { contactId: string; crmId: string; record: CrmRecord | null }
): Promise<void> {
  const account = connection.account ?? ''
  const { key, issuer, value } = handleOf('crm_contact', crmId, account)
  const identity: Row & { id: string } = {
    id: newId('identity'),
    workspace_id: connection.workspaceId,
    contact_id: contactId,
    natural_key: key,
    kind: 'crm_contact',
    issuer,
    value,
    source: connection.connector,
    created_at: clock.now(),
  }
  await insertNew(trx, 'contact_identities', [identity])
  const addresses = record?.person.identities.filter(({ kind }) => kind === 'phone' || kind === 'email') ?? []
  if (addresses.length === 0) return
  const identities = [{ kind: 'crm_contact' as const, value: crmId, issuer: account }, ...addresses]
  await resolvePeople(trx, [
    {
      workspaceId: connection.workspaceId,
      person: { identities, country: record?.person.country },
      account,
      occurredAt: clock.now(),
      source: connection.connector,
      create: false,
      addressesOnly: true,
    },
  ])
}
