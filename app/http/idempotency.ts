import { createHash } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { HOUR, machineNow, MINUTE, DAY } from '#app/clock'
import { insertNew } from '#app/database'
import type { Row } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import { vault } from '#app/vault/vault'
import { E_IDEMPOTENCY_KEY } from './errors.ts'

/** An answer as it was first given, to be given again. */
export interface GivenAnswer {
  status: number
  body: unknown
}

/** What a key stands for. */
export interface KeyedRequest {
  workspaceId: string
  method: string
  path: string
  key: string
  body: string
}

export type Begun =
  { kind: 'first'; id: string } | { kind: 'again'; answer: GivenAnswer } | { kind: 'running' } | { kind: 'other_body' }

/** After this a request whose process died no longer stands in the way of the next one. */
const RUNNING_FOR = MINUTE
export const KEPT_FOR = DAY
const TABLE = 'idempotency_keys'

/** Takes the key, or says who had it before. The row comes first, so that of two at once only one goes on. */
export async function begin(request: KeyedRequest): Promise<Begun> {
  const now = machineNow()
  const row = {
    id: newId('row'),
    workspace_id: request.workspaceId,
    natural_key: naturalKey(request.method, request.path, request.key),
    body_hash: createHash('sha256').update(request.body).digest('hex'),
    state: 'running',
    lease_until: now + RUNNING_FOR,
    created_at: now,
  }
  await db
    .from(TABLE)
    .where({ workspace_id: row.workspace_id, natural_key: row.natural_key })
    .where('created_at', '<', now - KEPT_FOR)
    .delete()
  const [fresh] = await insertNew(db.connection(), TABLE, [row])
  return fresh ? { kind: 'first', id: row.id } : earlier(row)
}

async function earlier(row: Row & { body_hash: string }): Promise<Begun> {
  const where = { workspace_id: row.workspace_id, natural_key: row.natural_key }
  const known = await db.from(TABLE).where(where).first()
  if (!known) return { kind: 'running' }
  if (known.body_hash !== row.body_hash) return { kind: 'other_body' }
  if (known.state === 'done')
    return {
      kind: 'again',
      answer: { status: Number(known.status), body: vault.peek(known.answer, placeOf(known.id)) },
    }
  return (await takenOver(known)) ? { kind: 'first', id: String(known.id) } : { kind: 'running' }
}

/** Whoever held it is gone: what it may have done is made once by the natural keys below. */
async function takenOver(known: Row): Promise<boolean> {
  const now = machineNow()
  if (Number(known.lease_until) > now) return false
  const changed = await db
    .from(TABLE)
    .where({ id: known.id, lease_until: known.lease_until })
    .update({ lease_until: now + RUNNING_FOR })
  return Number(Array.isArray(changed) ? changed[0] : changed) === 1
}

export async function end(id: string, { status, body }: GivenAnswer): Promise<void> {
  const answer = vault.seal(body ?? null, placeOf(id))
  await db.from(TABLE).where('id', id).update({ state: 'done', status, answer })
}

/** Our own failure is no answer to keep: the same call may be made again. */
export async function forget(id: string): Promise<void> {
  await db.from(TABLE).where('id', id).delete()
}

/** Deletes a slice of what is too old to be asked for again; answers how much that was. */
export async function sweepKeys(): Promise<number> {
  const rows: Row[] = await db
    .from(TABLE)
    .where('created_at', '<', machineNow() - KEPT_FOR - HOUR)
    .limit(500)
    .select('id')
  if (rows.length > 0)
    await db
      .from(TABLE)
      .whereIn(
        'id',
        rows.map(({ id }) => String(id))
      )
      .delete()
  return rows.length
}

const placeOf = (id: unknown) => ({ table: TABLE, id: String(id), field: 'answer' })

/** A quoted string, as the IETF's draft has it, or the key as it is. */
export function keyIn(written: string): string {
  const key = /^"(.*)"$/.exec(written.trim())?.[1] ?? written.trim()
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) throw new E_IDEMPOTENCY_KEY()
  return key
}
