import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import type { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import type { Trx } from '#app/database'
import { record } from '#app/events/record'
import { setField, STANDARD_FIELDS } from './fields.ts'
import { addressProblem, identitiesOf } from './named_contact.ts'
import { contactCreated, resolvePeople } from './resolve.ts'
import { addTag, removeTag } from './tags.ts'
import { contactFields, newContactFields } from './validators.ts'

const tags = () => vine.array(vine.string().trim().minLength(1).maxLength(60)).maxLength(50).distinct().optional()

/** A contact as a caller of the API has it. What is left out stays as it is; null empties a field. */
export const upsertValidator = vine.create({
  ...newContactFields,
  ...contactFields,
  external_id: vine.string().trim().minLength(1).maxLength(190).nullable().optional(),
  /** Added to those it has. */
  tags: tags(),
})

export const apiChangeValidator = vine.create({
  ...contactFields,
  tags: tags(),
  remove_tags: tags(),
})

type Upsert = Infer<typeof upsertValidator>
type Change = Infer<typeof apiChangeValidator>

export type Changed = { ok: true; fields: string[] } | { ok: false; field: string; reason: string }
export type Upserted =
  { ok: true; id: string; created: boolean; fields: string[] } | { ok: false; field: string; reason: string }

/** Makes the contact, or changes the one that is known by the external id, the phone or the e-mail, in this order. */
export async function upsertContact(trx: Trx, workspace: Workspace, details: Upsert): Promise<Upserted> {
  const problem = addressProblem(workspace, details)
  if (problem) return { ok: false, field: 'phone', reason: problem }

  const person = { identities: identitiesOf(details), country: details.country }
  const [{ contactId, created }] = await resolvePeople(trx, [
    { workspaceId: workspace.id, person, account: null, occurredAt: clock.now(), source: 'api' },
  ])
  if (!contactId) return { ok: false, field: 'phone', reason: 'phone_unparseable' }
  if (created) await record(trx, [contactCreated(workspace.id, contactId, 'api')])
  const changed = await changeContact(trx, contactId, details)
  return changed.ok ? { ok: true, id: contactId, created, fields: changed.fields } : changed
}

/** Standard and custom fields and tags in one go; stops at the first value that does not fit, for the caller to roll back. */
export async function changeContact(trx: Trx, contactId: string, change: Change): Promise<Changed> {
  const changed: string[] = []
  for (const { name, field, value } of valuesIn(change)) {
    const outcome = await setField(trx, contactId, name, value)
    if (!outcome.ok) return { ok: false, field, reason: outcome.reason }
    if (outcome.changed) changed.push(name)
  }
  if (await changeTags(trx, contactId, change)) changed.push('tags')
  return { ok: true, fields: changed }
}

async function changeTags(trx: Trx, contactId: string, { tags: added = [], remove_tags: removed = [] }: Change) {
  let changed = false
  for (const tag of added) changed = (await addTag(trx, contactId, tag)) || changed
  for (const tag of removed) changed = (await removeTag(trx, contactId, tag)) || changed
  return changed
}

function valuesIn(change: Change): { name: string; field: string; value: unknown }[] {
  const standard = STANDARD_FIELDS.filter((name) => change[name] !== undefined)
  return [
    ...standard.map((name) => ({ name, field: name, value: change[name] })),
    ...Object.entries(change.fields ?? {}).map(([name, value]) => ({ name, field: `fields.${name}`, value })),
  ]
}
