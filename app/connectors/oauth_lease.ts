import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { machineNow, SECOND } from '#app/clock'
import { insertNew } from '#app/database'
import { newId } from '#app/ids'
import { asCount } from '#app/work/claim'
import type { Connection } from './connection.ts'

/** The token endpoint is given up after 10 s, so a holder that is older than this is dead. */
export const LEASE = 30 * SECOND

export interface Lease {
  token: string
  /** Its last holder died while holding it: whether the provider answered, nobody knows. */
  afterDeath: boolean
}

/** The row that says who renews this connection's tokens, and how that went last. */
export const renewalOf = (connectionId: string) => db.from('oauth_renewals').where('connection_id', connectionId)

export const openRenewal = ({ id, workspaceId }: Connection) =>
  insertNew(db.connection(), 'oauth_renewals', [{ id: newId('row'), workspace_id: workspaceId, connection_id: id }])

/** Null while somebody else holds it. */
export async function hold(connectionId: string): Promise<Lease | null> {
  const { lease_token: last } = await renewalOf(connectionId).select('lease_token').firstOrFail()
  const token = randomBytes(12).toString('hex')
  const now = machineNow()
  // Only in place of what was just seen: whoever let go properly meanwhile is not taken for dead.
  const free = renewalOf(connectionId).where('lease_token', last).where('lease_until', '<=', now)
  const [taken] = asCount(await free.update({ lease_token: token, lease_until: now + LEASE }))
  return taken === 1 ? { token, afterDeath: last !== null } : null
}

export const letGo = (connectionId: string, { token }: Lease) =>
  renewalOf(connectionId).where('lease_token', token).update({ lease_token: null, lease_until: 0 })
