import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, machineNow, SECOND } from '#app/clock'
import { lockRow, transaction } from '#app/database'
import { AuthenticationExpired, isConnectorError, Temporary } from '#sdk/errors'
import type { ConnectorErrorOptions } from '#sdk/errors'
import { appOf } from './app.ts'
import type { Connection } from './connection.ts'
import { RenewalInterrupted, SignInNeeded } from './errors.ts'
import { failureFrom } from './failures.ts'
import { markBroken } from './health.ts'
import { forget } from './memory.ts'
import { hold, LEASE, letGo, openRenewal, renewalOf } from './oauth_lease.ts'
import type { Lease } from './oauth_lease.ts'
import { askForTokens } from './oauth_tokens.ts'
import { isByRedirect, tokenWay } from './oauth_ways.ts'
import type { Values } from './oauth_ways.ts'
import { connectors } from './registry.ts'

const LOOK_AGAIN = 150
/** After an answer that says nothing about our grant. Until then tokens that are still good are used on. */
const REST = 30 * SECOND
/** Refresh tokens may die when nobody uses them: after 90 days at Shopify, after what its admin chose at Salesforce. */
const IDLE = DAY

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

/**
 * Uses the refresh token of a sign-in once a day, whatever the connection does meanwhile: paused for a season it must not
 * need its owner again. Whether it worked is noted where renewals are; a paused connection stays paused.
 */
export async function keepSignedIn(connection: Connection): Promise<void> {
  const { credentials } = connection
  if (!isByRedirect(credentials) || !renewable(connection, credentials)) return
  if (Number(credentials.issuedAt ?? 0) > machineNow() - IDLE) return
  try {
    await renewed(connection, credentials)
  } catch (error) {
    if (!isConnectorError(error)) throw error
    logger.info({ connection: connection.id, code: error.code }, 'a sign-in was not renewed')
  }
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
  await openRenewal(connection)
  for (const patience = machineNow() + LEASE; machineNow() < patience; await pause(LOOK_AGAIN)) {
    const lease = await hold(connection.id)
    try {
      const current = await adopt(connection)
      if (current.accessToken !== seen.accessToken) return current
      if (lease) return await ask(connection, current, lease)
    } finally {
      if (lease) await letGo(connection.id, lease)
    }
  }
  throw new Temporary('Another process has been renewing the token for too long')
}

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

async function ask(connection: Connection, current: Values, { afterDeath }: Lease): Promise<Values> {
  const grant = fingerprint(current)
  if (afterDeath) await renewalOf(connection.id).update({ interrupted_grant: grant })
  const known = await renewalOf(connection.id).firstOrFail()
  // Asking again with what was refused would only be noise, and some providers count it as an attack.
  if (known.refused_grant === grant) throw deadGrant(current, known.interrupted_grant === grant)
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
      .update({ refused_grant: null, interrupted_grant: null, not_before: 0 })
  })
  return adopt(connection)
}

async function noted(connection: Connection, used: Values, error: unknown): Promise<unknown> {
  if (!isConnectorError(error)) return error
  if (error.code !== 'E_AUTHENTICATION_EXPIRED') {
    await renewalOf(connection.id).update({ not_before: machineNow() + REST })
    return error
  }
  const grant = fingerprint(used)
  await renewalOf(connection.id).update({ refused_grant: grant })
  const { interrupted_grant: interrupted } = await renewalOf(connection.id).firstOrFail()
  const dead = deadGrant(used, interrupted === grant, { ...(error.vendorCode && { vendorCode: error.vendorCode }) })
  await markBroken(connection.id, { code: failureFrom(dead).reason.code })
  return dead
}

function deadGrant(credentials: Values, interrupted: boolean, options: ConnectorErrorOptions = {}) {
  if (!isByRedirect(credentials))
    return new AuthenticationExpired('The provider issues no more tokens for these credentials', options)
  // Where each refresh token is good once, an answer that was lost took the grant with it.
  return interrupted
    ? new RenewalInterrupted('A renewal was cut off before its answer was kept', options)
    : new SignInNeeded('The provider has ended the sign-in', options)
}

/** Tells one grant from the next without keeping it. */
const fingerprint = ({ accessToken: _a, issuedAt: _i, expiresAt: _e, renewAt: _r, ...grant }: Values): string =>
  createHash('sha256').update(JSON.stringify(grant)).digest('hex')
