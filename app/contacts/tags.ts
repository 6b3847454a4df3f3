import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Client, Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import { asCount } from '#app/work/claim'
import { record } from '#app/events/record'
import type { Origin } from './fields.ts'
import { normalise } from './search.ts'

/** `VIP`, `vip` and ` Vip ` are one tag, spelled as it was first written. */
const keyOf = (name: string): string => naturalKey(normalise(name))

/** Gives a contact a tag, made where it is new to the workspace; answers whether that changed anything. */
export async function addTag(trx: Trx, contactId: string, name: string, origin: Origin = {}): Promise<boolean> {
  const workspaceId = await workspaceOf(trx, contactId)
  if (!workspaceId || !keyOf(name)) return false
  const tag = await tagNamed(trx, workspaceId, name)
  const [added] = await insertNew(trx, 'contact_tags', [
    { id: newId('row'), workspace_id: workspaceId, contact_id: contactId, tag_id: tag.id, created_at: clock.now() },
  ])
  if (added) await tell(trx, { workspaceId, contactId, type: 'tag.added', tag: tag.name, origin })
  return Boolean(added)
}

export async function removeTag(trx: Trx, contactId: string, name: string, origin: Origin = {}): Promise<boolean> {
  const workspaceId = await workspaceOf(trx, contactId)
  if (!workspaceId) return false
  const tag = await trx
    .from('tags')
    .where({ workspace_id: workspaceId, natural_key: keyOf(name) })
    .first()
  if (!tag) return false
  const [removed] = asCount(await trx.from('contact_tags').where({ contact_id: contactId, tag_id: tag.id }).delete())
  if (removed) await tell(trx, { workspaceId, contactId, type: 'tag.removed', tag: tag.name, origin })
  return removed > 0
}

export async function tagsOf(client: Client, contactId: string): Promise<string[]> {
  const rows = await client
    .from('contact_tags as ct')
    .join('tags as t', 't.id', 'ct.tag_id')
    .where('ct.contact_id', contactId)
    .orderBy('t.name')
    .select('t.name')
  return rows.map((row: { name: string }) => row.name)
}

async function tagNamed(trx: Trx, workspaceId: string, name: string): Promise<{ id: string; name: string }> {
  const where = { workspace_id: workspaceId, natural_key: keyOf(name) }
  const known = await trx.from('tags').where(where).first()
  if (known) return known
  const row = { id: newId('tag'), ...where, name: name.trim().slice(0, 120), created_at: clock.now() }
  const [inserted] = await insertNew(trx, 'tags', [row])
  return inserted ?? (await trx.from('tags').where(where).firstOrFail())
}

async function workspaceOf(client: Client, contactId: string): Promise<string | null> {
  return (await client.from('contacts').select('workspace_id').where('id', contactId).first())?.workspace_id ?? null
}

const tell = (
  trx: Trx,
  {
    workspaceId,
    contactId,
    type,
    tag,
    origin,
  }: { workspaceId: string; contactId: string; type: string; tag: string; origin: Origin }
) =>
  record(trx, [
    {
      workspaceId,
      type,
      key: newId('row'),
      subject: { kind: 'contact', id: contactId },
      contactId,
      payload: { tag },
      ...origin,
    },
  ])
