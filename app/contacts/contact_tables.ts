import { insertNew } from '#app/database'
import type { Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import { stricter } from './consent_states.ts'
import type { ConsentAction } from './consent_states.ts'
import { registerPersonalTable } from './personal_data.ts'

export function registerContactTables(): void {
  registerPersonalTable(
    { table: 'contact_identities', erase: 'delete' },
    { table: 'contact_field_values', erase: 'delete', merge: { unique: ['field_id'] } },
    { table: 'contact_tags', erase: 'delete', merge: { unique: ['tag_id'] } },
    { table: 'consents', erase: 'delete' },
    { table: 'consent_states', erase: 'delete', merge: mergeStates },
    // Only the hash is left: see `leaveHashes`.
    {
      table: 'suppressions',
      erase: 'delete',
      merge: { unique: ['channel', 'purpose', 'reason'] },
      except: ['address_hash'],
    },
    { table: 'merge_suggestions', erase: forgetSuggestions, merge: moveSuggestions },
    { table: 'ad_referrals', erase: 'delete' },
    { table: 'events', erase: eraseEvents }
  )
}

/** Of two states the stricter holds; where only one of the two was ever asked, hers. */
async function mergeStates(trx: Trx, loserId: string, winnerId: string): Promise<void> {
  const key = (row: Row) => `${row.channel}|${row.purpose}`
  const rows: Row[] = await trx.from('consent_states').where('contact_id', winnerId)
  const held = new Map(rows.map((row) => [key(row), row]))
  for (const row of await trx.from('consent_states').where('contact_id', loserId)) {
    const other = held.get(key(row))
    if (!other) await trx.from('consent_states').where('id', row.id).update({ contact_id: winnerId })
    else if (
      other.state !== row.state &&
      stricter(row.state as ConsentAction, other.state as ConsentAction) === row.state
    ) {
      const { state, restores, consent_id, changed_at } = row
      await trx.from('consent_states').where('id', String(other.id)).update({ state, restores, consent_id, changed_at })
    }
  }
  await trx.from('consent_states').where('contact_id', loserId).delete()
}

async function forgetSuggestions(trx: Trx, contactIds: string[]): Promise<void> {
  await trx.from('merge_suggestions').whereIn('contact_id', contactIds).orWhereIn('other_id', contactIds).delete()
}

/** Whom the loser may also be, the winner may be. */
async function moveSuggestions(trx: Trx, loserId: string, winnerId: string): Promise<void> {
  const rows: Row[] = await trx
    .from('merge_suggestions')
    .where('state', 'open')
    .where((query) => query.where('contact_id', loserId).orWhere('other_id', loserId))
  const others = rows
    .map((row) => ({ row, other: String(row.contact_id === loserId ? row.other_id : row.contact_id) }))
    .filter(({ other }) => other !== winnerId)
  await insertNew(
    trx,
    'merge_suggestions',
    others.map(({ row, other }) => {
      const [first, second] = [winnerId, other].sort()
      return {
        ...row,
        id: newId('merge_suggestion'),
        contact_id: first,
        other_id: second,
        natural_key: `${first}|${second}`,
      }
    })
  )
  await trx
    .from('merge_suggestions')
    .whereIn(
      'id',
      others.map(({ row }) => String(row.id))
    )
    .delete()
}

/** The fact stays, so that it is not news again; what it said is gone, and so are the bodies it came in. */
async function eraseEvents(trx: Trx, contactIds: string[]): Promise<void> {
  const deliveries = trx
    .from('events')
    .select('delivery_id')
    .whereIn('contact_id', contactIds)
    .whereNotNull('delivery_id')
  await trx.from('delivery_bodies').whereIn('id', deliveries).delete()
  await trx.from('events').whereIn('contact_id', contactIds).update({ payload: '{}' })
  await trx
    .from('events')
    .whereIn('contact_id', contactIds)
    .where('state', 'pending')
    .whereNull('lease_token')
    .update({ state: 'routed', due_at: null })
}
