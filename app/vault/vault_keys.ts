import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import type { Trx } from '#app/database'
import { E_VAULT_WRONG_KEY } from './errors.ts'
import { keyIdOf, vault as installed } from './vault.ts'
import type { Place, Vault } from './vault.ts'

/** Every sealed column of the installation; what is not listed here is not rotated. */
export const SEALED: { table: string; fields: string[] }[] = [
  { table: 'apps', fields: ['credentials'] },
  { table: 'connections', fields: ['credentials'] },
  { table: 'endpoints', fields: ['token', 'secret'] },
  { table: 'oauth_sign_ins', fields: ['sealed'] },
  { table: 'key_exchanges', fields: ['sealed'] },
  { table: 'webhook_subscriptions', fields: ['secret', 'previous_secret'] },
  { table: 'idempotency_keys', fields: ['answer'] },
]

const CHECKED = 'The vault opens.'
const checkPlace = (keyId: string): Place => ({ table: 'vault_checks', id: keyId, field: 'sealed' })

/**
 * A wrong key must stop the start rather than be found out by the first webhook. Each key that ever wrote left a
 * sealed sentence behind: one of ours must be known, and what we know must open.
 */
export async function checkKeys(vault: Vault = installed): Promise<void> {
  const rows: { id: string; sealed: string }[] = await db.from('vault_checks').select('id', 'sealed')
  const ours = rows.filter((row) => vault.has(row.id))
  if ((rows.length > 0 && ours.length === 0) || !ours.every((row) => opens(vault, row))) {
    throw new E_VAULT_WRONG_KEY([rows.map((row) => row.id).join(', ')])
  }
  if (!ours.some((row) => row.id === vault.writingKey)) await leaveCheck(vault)
}

function opens(vault: Vault, row: { id: string; sealed: string }) {
  try {
    return vault.peek(row.sealed, checkPlace(row.id)) === CHECKED
  } catch {
    // A key that cannot open the sentence is a wrong key: that is the answer, not a fault.
    return false
  }
}

async function leaveCheck(vault: Vault) {
  const sealed = vault.seal(CHECKED, checkPlace(vault.writingKey))
  const row = { id: vault.writingKey, sealed, created_at: clock.now() }
  await insertNew(db.connection(), 'vault_checks', [row])
}

const SLICE = 200

/** What was sealed by a key that is lost cannot be moved: `left` says how much that is. */
export interface Rotation {
  moved: number
  left: number
}

/** Seals everything anew with the first key and forgets keys that hold nothing any more. */
export async function rotate(vault: Vault = installed): Promise<Rotation> {
  const rotation = { moved: 0, left: 0 }
  for (const { table, fields } of SEALED) {
    for (let after = ''; ;) {
      const rows = await db
        .from(table)
        .select('id', ...fields)
        .where('id', '>', after)
        .orderBy('id')
        .limit(SLICE)
      if (rows.length === 0) break
      const slice = await transaction((trx) => reseal(trx, vault, { table, fields, rows }))
      rotation.moved += slice.moved
      rotation.left += slice.left
      after = rows[rows.length - 1].id
    }
  }
  await db.from('vault_checks').whereIn('id', vault.keyIds).whereNot('id', vault.writingKey).delete()
  return rotation
}

interface Slice {
  table: string
  fields: string[]
  rows: Record<string, string | null>[]
}

async function reseal(trx: Trx, vault: Vault, { table, fields, rows }: Slice): Promise<Rotation> {
  const done = { moved: 0, left: 0 }
  for (const row of rows) {
    for (const field of fields) {
      const old = row[field]
      if (old === null || keyIdOf(old) === vault.writingKey) continue
      if (!vault.has(keyIdOf(old))) {
        done.left += 1
        continue
      }
      const place = { table, id: String(row.id), field }
      // Compared with what was read, so that credentials changed meanwhile are not overwritten with older ones.
      await trx
        .from(table)
        .where({ id: row.id, [field]: old })
        .update({ [field]: vault.seal(vault.peek(old, place), place) })
      done.moved += 1
    }
  }
  return done
}
