import { createHash, randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, machineNow, MINUTE } from '#app/clock'
import { insert, readJson } from '#app/database'
import { newId } from '#app/ids'
import { vault } from '#app/vault/vault'
import { asCount } from '#app/work/claim'

type Values = Record<string, unknown>

/** One asking for keys on a vendor's page: for what, by whom, from which browser. */
export interface KeyExchangeRow {
  workspaceId: string
  userId: string
  /** The connection that gets new keys; null for a new one. */
  connectionId: string | null
  connector: string
  name: string
  settings: Values
}

/** How long somebody may take at the vendor; signing in to a shop may need a second factor. */
const LIFE = 15 * MINUTE
const TABLE = 'key_exchanges'

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
const placeOf = (id: string) => ({ table: TABLE, id, field: 'sealed' })

/** Stores it. The state goes to the vendor and nowhere else: 256 random bits, of which we keep the hash. */
export async function askForKeys(asked: KeyExchangeRow, browser: string): Promise<{ id: string; state: string }> {
  const state = randomBytes(32).toString('base64url')
  const id = newId('row')
  await db
    .from(TABLE)
    .where('expires_at', '<', machineNow() - DAY)
    .delete()
  await insert(db.connection(), TABLE, {
    id,
    workspace_id: asked.workspaceId,
    user_id: asked.userId,
    connection_id: asked.connectionId,
    connector: asked.connector,
    name: asked.name,
    settings: JSON.stringify(asked.settings),
    state_hash: hash(state),
    browser_hash: hash(browser),
    sealed: null,
    expires_at: machineNow() + LIFE,
    received_at: null,
    used_at: null,
    created_at: clock.now(),
  })
  return { id, state }
}

/**
 * What the vendor posted for a state, taken once. False for a state that is not ours, of another connector, answered
 * already or too old: the vendor is then told no, and takes its keys back.
 */
export async function receiveKeys(state: string, connector: string, credentials: Values): Promise<boolean> {
  const row = await db
    .from(TABLE)
    .where({ state_hash: hash(state), connector })
    .first()
  if (!row) return false
  const sealed = vault.seal(credentials, placeOf(row.id))
  const now = machineNow()
  const query = db.from(TABLE).where('id', row.id).whereNull('received_at').whereNull('used_at')
  const [taken] = asCount(await query.where('expires_at', '>', now).update({ sealed, received_at: now }))
  return taken === 1
}

export type Collected =
  | { ok: true; asked: KeyExchangeRow; credentials: Values }
  /** `asked` is null for what is not this person's to know. */
  | { ok: false; code: 'key_request_ended' | 'key_not_received'; asked: KeyExchangeRow | null }

/**
 * The keys that came for this asking, handed out once, to the person and the browser that asked. Another's is not spent:
 * whoever was sent here with a link must not end up with somebody else's shop.
 */
export async function collectKeys(
  id: string,
  { userId, browser }: { userId: string; browser: string }
): Promise<Collected> {
  const row = await db.from(TABLE).where('id', id).first()
  if (!row || row.user_id !== userId || row.browser_hash !== hash(browser))
    return { ok: false, code: 'key_request_ended', asked: null }

  const asked: KeyExchangeRow = {
    workspaceId: row.workspace_id,
    userId,
    connectionId: row.connection_id,
    connector: row.connector,
    name: row.name,
    settings: readJson<Values>(row.settings),
  }
  const now = machineNow()
  const unused = db.from(TABLE).where('id', id).whereNull('used_at').where('expires_at', '>', now)
  const [spent] = asCount(await unused.update({ used_at: now, sealed: null }))
  if (spent !== 1) return { ok: false, code: 'key_request_ended', asked }
  if (row.sealed === null) return { ok: false, code: 'key_not_received', asked }
  return { ok: true, asked, credentials: vault.open<Values>(row.sealed, placeOf(id)) }
}
