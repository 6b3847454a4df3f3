import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import type { Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import type { CheckResult } from '#sdk/connector'
import { LISTENING_STATES } from './connection.ts'
import type { Connection, ConnectionState } from './connection.ts'

/** As much of a connection as an item must know. */
export interface AccountHolder {
  id: string
  workspaceId: string
  appId: string | null
  /** The provider's account it speaks for: what an item is about that names none. */
  account: string | null
  connectedAt: number
  /** Whether its deliveries are worked on. */
  listening: boolean
}

/** Connections by the account they hold, for these accounts of one connector. */
export async function holdersOf(connector: string, accounts: string[]): Promise<Map<string, AccountHolder[]>> {
  const rows = await db
    .from('connection_accounts as a')
    .join('connections as c', 'c.id', 'a.connection_id')
    .where('a.connector', connector)
    .whereIn('a.account', accounts)
    .select('a.account', 'c.id', 'c.workspace_id', 'c.app_id', 'c.account as own_account', 'c.connected_at', 'c.state')
  const holders = new Map<string, AccountHolder[]>()
  for (const row of rows) holders.set(row.account, [...(holders.get(row.account) ?? []), holderOf(row)])
  return holders
}

/** The connections themselves, for endpoints that belong to one. */
export async function holdersById(ids: string[]): Promise<Map<string, AccountHolder & { accounts: Set<string> }>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .from('connections')
    .whereIn('id', ids)
    .select('id', 'workspace_id', 'app_id', 'account as own_account', 'connected_at', 'state')
  const accounts = await db.from('connection_accounts').whereIn('connection_id', ids).select('connection_id', 'account')
  return new Map(
    rows.map((row) => {
      const own = accounts.filter((one) => one.connection_id === row.id).map((one): string => one.account)
      return [row.id, { ...holderOf(row), accounts: new Set(own) }]
    })
  )
}

function holderOf(row: {
  id: string
  workspace_id: string
  app_id: string | null
  own_account: string | null
  connected_at: unknown
  state: ConnectionState
}): AccountHolder {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    appId: row.app_id,
    account: row.own_account,
    connectedAt: Number(row.connected_at),
    listening: LISTENING_STATES.includes(row.state),
  }
}

/**
 * Makes the connection the holder of its accounts. A sender account belongs to exactly one connection of the
 * installation; the shared ones above it to as many as have it. Answers the account that somebody else holds, or null.
 */
export async function claimAccounts(
  trx: Trx,
  connection: Connection,
  account: string,
  shared: string[]
): Promise<string | null> {
  const base = {
    workspace_id: connection.workspaceId,
    connection_id: connection.id,
    connector: connection.connector,
    created_at: clock.now(),
  }
  const rows = [
    { ...base, id: newId('row'), account, exclusive: true, natural_key: naturalKey('one', account) },
    ...shared.map((one) => ({
      ...base,
      id: newId('row'),
      account: one,
      exclusive: false,
      natural_key: naturalKey('many', one, connection.id),
    })),
  ]
  await insertNew(trx, 'connection_accounts', rows)
  const holder = await trx
    .from('connection_accounts')
    .where({ connector: connection.connector, natural_key: rows[0].natural_key })
    .first()
  if (holder.connection_id !== connection.id) return account

  // What the provider no longer counts among its accounts must not be delivered here any more.
  await trx
    .from('connection_accounts')
    .where('connection_id', connection.id)
    .whereNotIn(
      'natural_key',
      rows.map((row) => row.natural_key)
    )
    .delete()
  return null
}

class AccountTaken extends Error {}

/** Like `claimAccounts`, for use within `unlessTaken`. */
export async function claimOrThrow(
  trx: Trx,
  connection: Connection,
  { account, sharedAccounts = [] }: Pick<CheckResult, 'account' | 'sharedAccounts'>
): Promise<void> {
  if (await claimAccounts(trx, connection, account, sharedAccounts)) throw new AccountTaken()
}

/** Everything or nothing; answers whether it was nothing because somebody else holds the account. */
export async function unlessTaken(work: (trx: Trx) => Promise<void>): Promise<boolean> {
  try {
    await transaction(work)
    return false
  } catch (error) {
    if (error instanceof AccountTaken) return true
    throw error
  }
}

export async function releaseAccounts(trx: Trx, connectionId: string): Promise<void> {
  await trx.from('connection_accounts').where('connection_id', connectionId).delete()
}
