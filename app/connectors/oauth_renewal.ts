import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { clock, machineNow, SECOND } from '#app/clock'
import { insertNew, lockRow, transaction } from '#app/database'
import { newId } from '#app/ids'
import { asCount } from '#app/work/claim'
import { AuthenticationExpired, isConnectorError, Temporary } from '#sdk/errors'
import type { ConnectorErrorOptions } from '#sdk/errors'
import { appOf } from './app.ts'
import type { Connection } from './connection.ts'
import { SignInNeeded } from './errors.ts'
import { markBroken } from './health.ts'
import { forget } from './memory.ts'
import { askForTokens } from './oauth_tokens.ts'
import { isByRedirect, tokenWay } from './oauth_ways.ts'
import type { Values } from './oauth_ways.ts'
import { connectors } from './registry.ts'

/** The token endpoint is given up after 10 s, so a holder that is older than this is dead. */
const LEASE = 30 * SECOND
const LOOK_AGAIN = 150
/** After an answer that says nothing about our grant. Until then tokens that are still good are used on. */
const REST = 30 * SECOND

/** The credentials to call with, renewed if their token ends soon. A token that still lasts is worth more than no answer. */
export async function credentialsFor(connection: Connection): Promise<Values> {
  const { credentials } = connection
  if (typeof credentials.renewAt !== 'number' || credentials.renewAt > machineNow()) return credentials
  if (!renewable(connection, credentials)) return credentials
  try {
    return await renewed(connection, credentials)
  } catch (error) {
    const passing = isConnectorError(error) && error.retryable
    if (passing && Number(credentials.expiresAt) > machineNow()) return credentials
    throw error
  }
}

/** For a token that the provider refused before its time; null where nothing but a person gets another. */
export async function renewToken(connection: Connection, refused: string): Promise<Values | null> {
  const { credentials } = connection
  if (!renewable(connection, credentials)) return null
  return renewed(connection, { ...credentials, accessToken: refused })
}

/** For credentials that get tokens without a person, and are stored nowhere yet. */
export async function giveFirstToken(draft: Connection): Promise<void> {
  const { credentials } = draft
  const way = tokenWay(connectors.getOrFail(draft.connector), credentials)
  if (way?.kind === 'token_grant')
    draft.seal({ ...credentials, ...(await askForTokens(await requestFor(draft, credentials))) })
}

function renewable(connection: Connection, credentials: Values): boolean {
  const way = tokenWay(connectors.getOrFail(connection.connector), credentials)
  if (!way || !connection.$isPersisted) return false
  return way.kind === 'token_grant' || typeof credentials.refreshToken === 'string'
}

/**
 * New credentials in place of those seen. Of all callers and processes one asks; the others wait for it and read what it
 * stored, since a refresh token may be good for one use only.
 */
async function renewed(connection: Connection, seen: Values): Promise<Values> {
  await insertNew(db.connection(), 'oauth_renewals', [
    { id: newId('row'), workspace_id: connection.workspaceId, connection_id: connection.id },
  ])
  for (const patience = machineNow() + LEASE; machineNow() < patience; await pause(LOOK_AGAIN)) {
    const lease = await hold(connection.id)
    try {
      const current = await adopt(connection)
      if (current.accessToken !== seen.accessToken) return current
      if (lease) return await ask(connection, current)
    } finally {
      if (lease) await letGo(connection.id, lease)
    }
  }
  throw new Temporary('Another process has been renewing the token for too long')
}

async function hold(connectionId: string): Promise<string | null> {
  const lease = randomBytes(12).toString('hex')
  const now = machineNow()
  const [taken] = asCount(
    await db
      .from('oauth_renewals')
      .where('connection_id', connectionId)
      .where('lease_until', '<=', now)
      .update({ lease_token: lease, lease_until: now + LEASE })
  )
  return taken === 1 ? lease : null
}

const letGo = (connectionId: string, lease: string) =>
  db
    .from('oauth_renewals')
    .where({ connection_id: connectionId, lease_token: lease })
    .update({ lease_token: null, lease_until: 0 })

/** What is stored now, which another process may have renewed. */
async function adopt(connection: Connection): Promise<Values> {
  const row = await db.from('connections').where('id', connection.id).select('credentials').first()
  if (!row) throw new AuthenticationExpired('The connection is gone')
  if (row.credentials !== connection.sealedCredentials) {
    connection.sealedCredentials = row.credentials
    forget()
  }
  return connection.credentials
}

async function ask(connection: Connection, current: Values): Promise<Values> {
  const known = await db.from('oauth_renewals').where('connection_id', connection.id).first()
  // Asking again with what was refused would only be noise, and some providers count it as an attack.
  if (known.refused_grant === fingerprint(current)) throw deadGrant(current)
  if (Number(known.not_before) > machineNow()) throw new Temporary('The provider issues no tokens now')
  try {
    const tokens = await askForTokens(await requestFor(connection, current))
    return await keep(connection, current, tokens)
  } catch (error) {
    throw await noted(connection, current, error)
  }
}

async function requestFor(connection: Connection, current: Values) {
  const connector = connectors.getOrFail(connection.connector)
  const way = tokenWay(connector, current)!
  const { settings, id, workspaceId } = connection
  const identity = way.kind === 'oauth2' ? ((await appOf(connection))?.credentials ?? {}) : current
  const grant =
    way.kind === 'oauth2'
      ? { grant_type: 'refresh_token', refresh_token: String(current.refreshToken) }
      : way.grant(current, { now: machineNow(), tokenUrl: way.tokenUrl(current, settings) })
  const fields = { workspace: workspaceId, connection: id, connector: connector.id }
  return { connector, way, identity, settings, grant, fields }
}

/** Durable before anybody calls with it. Whoever signed in meanwhile has newer ones: those stay. */
async function keep(connection: Connection, used: Values, tokens: Values): Promise<Values> {
  await transaction(async (trx) => {
    const row = await lockRow(trx, 'connections', connection.id)
    if (!row) return
    connection.sealedCredentials = String(row.credentials)
    const stored = connection.credentials
    if (stored.accessToken !== used.accessToken || stored.refreshToken !== used.refreshToken) return
    const sealed = connection.seal({ ...stored, ...tokens }).sealedCredentials
    await trx.from('connections').where('id', connection.id).update({ credentials: sealed, updated_at: clock.now() })
    await trx
      .from('oauth_renewals')
      .where('connection_id', connection.id)
      .update({ refused_grant: null, not_before: 0 })
  })
  return adopt(connection)
}

async function noted(connection: Connection, used: Values, error: unknown): Promise<unknown> {
  if (!isConnectorError(error)) return error
  const row = db.from('oauth_renewals').where('connection_id', connection.id)
  if (error.code !== 'E_AUTHENTICATION_EXPIRED') {
    await row.update({ not_before: machineNow() + REST })
    return error
  }
  await row.update({ refused_grant: fingerprint(used) })
  await markBroken(connection.id, { code: isByRedirect(used) ? 'sign_in_needed' : 'authentication_expired' })
  return deadGrant(used, { ...(error.vendorCode && { vendorCode: error.vendorCode }) })
}

const deadGrant = (credentials: Values, options: ConnectorErrorOptions = {}): AuthenticationExpired =>
  isByRedirect(credentials)
    ? new SignInNeeded('The provider has ended the sign-in', options)
    : new AuthenticationExpired('The provider issues no more tokens for these credentials', options)

/** Tells one grant from the next without keeping it. */
const fingerprint = ({ accessToken: _a, expiresAt: _e, renewAt: _r, ...grant }: Values): string =>
  createHash('sha256').update(JSON.stringify(grant)).digest('hex')
