import { audit } from '#app/accounts/audit'
import type { Actor } from '#app/accounts/access'
import type { Workspace } from '#app/accounts/workspace'
import { clock, machineNow, SECOND } from '#app/clock'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import { claimAccounts, claimOrThrow, releaseAccounts, unlessTaken } from './accounts.ts'
import { appFor } from './app_choice.ts'
import { ask, describe } from './connect.ts'
import type { Connected, ConnectRequest, Refusal } from './connect.ts'
import { Connection } from './connection.ts'
import type { Reason } from './connection.ts'
import { appOf, contextFor } from './context.ts'
import { closeEndpointOf, openEndpointFor } from './endpoint_opening.ts'
import { failureFrom } from './failures.ts'
import { checkForm, keepSecrets } from './form.ts'
import { markHealth } from './health.ts'
import { forget } from './memory.ts'
import { connectors } from './registry.ts'
import { NOT_SUBSCRIBED, subscribe, unsubscribe } from './subscription.ts'
import { dropTasks, planTasks } from './task_plan.ts'

const SLOW = 4 * SECOND

export type TestResult = { ok: true; ms: number; missingScopes: string[]; warnings: Reason[] } | { ok: false; reason: Reason }

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

async function noteCheck(connection: Connection, result: Parameters<typeof describe>[1], ms: number) {
  const { label, missingScopes, warnings, account, sharedAccounts = [] } = result
  await transaction(async (trx) => {
    const change = { account_label: label, missing_scopes: JSON.stringify(missingScopes), warnings: JSON.stringify(warnings) }
    await trx.from('connections').where('id', connection.id).update(change)
    if (connection.state !== 'not_connected') await claimAccounts(trx, connection, account, sharedAccounts)
  })
  if (missingScopes.length > 0) await markHealth(connection, 'needs_attention', { code: 'scopes_missing', params: { scopes: missingScopes.join(', ') } }, true)
  else if (ms > SLOW) await markHealth(connection, 'slow', { code: 'slow_answers', params: { ms } }, true)
  else await markHealth(connection, 'healthy', null, true)
  await connection.refresh()
}

interface By {
  workspace: Workspace
  actor: Actor
  ip?: string | null
}

/** Credentials, settings or name of a connection that is there: repaired in place, so that nothing hanging on it moves. */
export async function changeConnection(connection: Connection, by: By, request: Omit<ConnectRequest, 'actor'>): Promise<Connected | Refusal> {
  const connector = connectors.getOrFail(connection.connector)
  const given = keepSecrets(connector, request.credentials ?? connection.credentials, connection.credentials)
  const form = await checkForm(connector, { credentials: given, settings: request.settings ?? connection.settings })
  if (!form.ok) return { ok: false, reason: 'invalid', errors: form.errors }

  const app = await repairedApp(connection, by.workspace, form.credentials)
  const trial = Connection.draft({ workspaceId: connection.workspaceId, connector: connection.connector, name: connection.name, appId: app?.id })
  trial.merge({ id: connection.id, account: connection.account, settings: form.settings }).seal(form.credentials)
  const checked = await ask(trial, app)
  if (!checked.ok) return checked
  if (connection.account !== null && checked.result.account !== connection.account) {
    return { ok: false, reason: 'check_failed', why: { code: 'other_account', params: { account: checked.result.label } }, field: null }
  }

  const paused = connection.state === 'paused'
  if (connection.state === 'not_connected') connection.connectedAt = clock.now()
  connection.merge({ name: request.name?.trim() || connection.name, appId: app?.id ?? null, settings: form.settings }).seal(form.credentials)
  if (!paused) describe(connection, checked.result)
  const taken = await unlessTaken(async (trx) => {
    if (app) await app.useTransaction(trx).touch().save()
    await connection.useTransaction(trx).touch().save()
    await claimOrThrow(trx, connection, checked.result)
    await openEndpointFor(trx, connector, connection)
    await planTasks(trx, connection)
    await note(trx, connection, by, 'connection.changed', { name: connection.name, settings: connection.settings })
  })
  if (taken) return { ok: false, reason: 'account_taken', account: checked.result.label }
  forget()
  if (!paused) await subscribe(connection)
  return { ok: true, connection }
}

/** A secret rolled at the provider is the app's; an app that others use too is left to them. */
async function repairedApp(connection: Connection, workspace: Workspace, credentials: Record<string, unknown>) {
  const connector = connectors.getOrFail(connection.connector)
  const wanted = await appFor(connector, workspace.organizationId, credentials)
  const current = await appOf(connection)
  if (!wanted || !current || wanted.$isPersisted) return wanted
  const others = await Connection.query().where('app_id', current.id).whereNot('id', connection.id).first()
  return others ? wanted : current.seal({ ...current.credentials, ...wanted.credentials })
}

export async function pauseConnection(connection: Connection, by: By): Promise<void> {
  await hold(connection, by, 'paused', 'connection.paused')
}

/** Goes on at once; whether it still works is asked in the background. */
export async function resumeConnection(connection: Connection, by: By): Promise<void> {
  if (connection.state !== 'paused') return
  await hold(connection, by, 'healthy', 'connection.resumed')
}

async function hold(connection: Connection, by: By, state: 'paused' | 'healthy', action: string) {
  await transaction(async (trx) => {
    await connection.merge({ state, reason: null, stateSince: clock.now() }).useTransaction(trx).touch().save()
    if (state === 'healthy') await planTasks(trx, connection)
    else await dropTasks(trx, connection.id)
    await note(trx, connection, by, action)
  })
  forget()
}

/** The provider is told, the credentials are forgotten, the accounts are free for others; what was received stays. */
export async function disconnect(connection: Connection, by: By): Promise<void> {
  if (connection.state === 'not_connected') return
  await unsubscribe(connection)
  await transaction(async (trx) => {
    await connection.merge({ state: 'not_connected', reason: null, stateSince: clock.now() }).seal({}).useTransaction(trx).touch().save()
    await releaseAccounts(trx, connection.id)
    await closeEndpointOf(trx, connection)
    await dropTasks(trx, connection.id)
    await note(trx, connection, by, 'connection.removed')
  })
  forget()
}

function note(trx: Trx, connection: Connection, { workspace, actor, ip }: By, action: string, after?: Record<string, unknown>) {
  const subject = { kind: 'connection', id: connection.id }
  return audit({ organizationId: workspace.organizationId, workspaceId: workspace.id, actor, ip, action, subject, after }, trx)
}
