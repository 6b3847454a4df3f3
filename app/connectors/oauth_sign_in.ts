import { createHash, randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, machineNow, MINUTE } from '#app/clock'
import { insert, readJson } from '#app/database'
import { newId } from '#app/ids'
import { asCount } from '#app/work/claim'
import { vault } from '#app/vault/vault'
import type { Values } from './oauth_ways.ts'

/** How long somebody may take at the provider. */
const LIFE = 10 * MINUTE
const TABLE = 'oauth_sign_ins'

/** One way to a provider and back: what was asked for, by whom, from which browser. */
export interface SignIn {
  workspaceId: string
  userId: string
  /** The connection that is signed in again; null for a new one. */
  connectionId: string | null
  connector: string
  name: string
  settings: Values
  /** The organization's app as it will be stored if the provider takes it. */
  app: Values
  /** PKCE's secret half; it never leaves the server before the exchange. */
  verifier: string
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Stores it and answers the state that the provider gives back: 256 random bits, of which we keep the hash. */
export async function depart(signIn: SignIn, browser: string): Promise<string> {
  const state = randomBytes(32).toString('base64url')
  const { app, verifier, settings, ...plain } = signIn
  const id = newId('row')
  await db
    .from(TABLE)
    .where('expires_at', '<', machineNow() - DAY)
    .delete()
  await insert(db.connection(), TABLE, {
    id,
    workspace_id: plain.workspaceId,
    user_id: plain.userId,
    connection_id: plain.connectionId,
    connector: plain.connector,
    name: plain.name,
    settings: JSON.stringify(settings),
    state_hash: hash(state),
    browser_hash: hash(browser),
    sealed: vault.seal({ app, verifier }, placeOf(id)),
    expires_at: machineNow() + LIFE,
    used_at: null,
    created_at: clock.now(),
  })
  return state
}

export type Arrival =
  | { ok: true; signIn: SignIn }
  | { ok: false; code: string; signIn: Pick<SignIn, 'workspaceId' | 'connectionId' | 'connector'> | null }

/**
 * What a state stands for, once. Another user's, or another browser's, is not spent: whoever was sent here with it must
 * not end up in somebody else's account, and the owner may still come back.
 */
export async function arrive(
  state: string,
  { userId, browser }: { userId: string; browser: string }
): Promise<Arrival> {
  const row = await db.from(TABLE).where('state_hash', hash(state)).first()
  if (!row) return { ok: false, code: 'sign_in_unknown', signIn: null }
  if (row.user_id !== userId || row.browser_hash !== hash(browser))
    return { ok: false, code: 'sign_in_not_yours', signIn: null }

  const signIn = { workspaceId: row.workspace_id, connectionId: row.connection_id, connector: row.connector }
  const [spent] = asCount(
    await db.from(TABLE).where('id', row.id).whereNull('used_at').update({ used_at: machineNow() })
  )
  if (spent !== 1) return { ok: false, code: 'sign_in_used', signIn }
  if (Number(row.expires_at) <= machineNow()) return { ok: false, code: 'sign_in_expired', signIn }

  const { app, verifier } = vault.open<Pick<SignIn, 'app' | 'verifier'>>(row.sealed, placeOf(row.id))
  // It is worth nothing any more, and neither are the secrets in it.
  await db.from(TABLE).where('id', row.id).update({ sealed: null })
  return {
    ok: true,
    signIn: { ...signIn, userId, name: row.name, settings: readJson<Values>(row.settings), app, verifier },
  }
}

const placeOf = (id: string) => ({ table: TABLE, id, field: 'sealed' })
