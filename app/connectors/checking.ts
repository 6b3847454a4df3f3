import { machineNow, SECOND } from '#app/clock'
import { transaction } from '#app/database'
import { claimAccounts } from './accounts.ts'
import type { Connection, Reason } from './connection.ts'
import { contextFor } from './context.ts'
import { failureFrom } from './failures.ts'
import { markHealth } from './health.ts'
import { connectors } from './registry.ts'
import { NOT_SUBSCRIBED, subscribe } from './subscription.ts'
import type { CheckResult } from '#sdk/connector'

const SLOW = 4 * SECOND

export type TestResult =
  { ok: true; ms: number; missingScopes: string[]; warnings: Reason[] } | { ok: false; reason: Reason }

/** "Test connection": asks the provider who we are, and writes down how that went. */
export async function testConnection(connection: Connection): Promise<TestResult> {
  const startedAt = machineNow()
  try {
    const { check } = await connectors.implementation(connection.connector)
    const result = await check(await contextFor(connection))
    const ms = machineNow() - startedAt
    if (connection.account !== null && result.account !== connection.account) {
      return failed(connection, 'broken', { code: 'other_account', params: { account: result.label } })
    }
    // What failed then is made up for now: the provider answers, but does not call us yet.
    const why = connection.reason?.code === NOT_SUBSCRIBED ? await subscribe(connection) : null
    if (why) return { ok: false, reason: why }
    await noteCheck(connection, result, ms)
    return { ok: true, ms, missingScopes: result.missingScopes, warnings: result.warnings }
  } catch (error) {
    const { state, reason } = failureFrom(error)
    return failed(connection, state, reason)
  }
}

async function failed(connection: Connection, state: Connection['state'], reason: Reason): Promise<TestResult> {
  await markHealth(connection, state, reason, true)
  return { ok: false, reason }
}

async function noteCheck(connection: Connection, result: CheckResult, ms: number) {
  const { label, missingScopes, warnings, account, sharedAccounts = [] } = result
  await transaction(async (trx) => {
    const change = {
      account_label: label,
      missing_scopes: JSON.stringify(missingScopes),
      warnings: JSON.stringify(warnings),
    }
    await trx.from('connections').where('id', connection.id).update(change)
    if (connection.state !== 'not_connected') await claimAccounts(trx, connection, account, sharedAccounts)
  })
  if (missingScopes.length > 0)
    await markHealth(
      connection,
      'needs_attention',
      { code: 'scopes_missing', params: { scopes: missingScopes.join(', ') } },
      true
    )
  else if (ms > SLOW) await markHealth(connection, 'slow', { code: 'slow_answers', params: { ms } }, true)
  else await markHealth(connection, 'healthy', null, true)
  await connection.refresh()
}
