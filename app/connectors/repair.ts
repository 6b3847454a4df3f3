import type { Workspace } from '#app/accounts/workspace'
import type { Connector } from '#sdk/connector'
import { clock } from '#app/clock'
import { claimOrThrow, unlessTaken } from './accounts.ts'
import { appOf } from './app.ts'
import type { App } from './app.ts'
import { appFor } from './app_choice.ts'
import { ask, describe } from './connect.ts'
import type { Connected, ConnectRequest, Ingredients, Refusal } from './connect.ts'
import { Connection } from './connection.ts'
import { note } from './connection_audit.ts'
import type { By } from './connection_audit.ts'
import { openEndpointFor } from './endpoint_opening.ts'
import { derivedHosts } from './derived_hosts.ts'
import { checkForm, checkSettings, keepSecrets, withoutSecrets } from './form.ts'
import { forget } from './memory.ts'
import { credentialsFor } from './oauth_renewal.ts'
import { isByRedirect } from './oauth_ways.ts'
import { connectors } from './registry.ts'
import { subscribe } from './subscription.ts'
import { planTasks } from './task_plan.ts'

/** Credentials, settings or name of a connection that is there: repaired in place, so that nothing hanging on it moves. */
export async function changeConnection(
  connection: Connection,
  by: By,
  request: Omit<ConnectRequest, 'actor'>
): Promise<Connected | Refusal> {
  const { auth } = connectors.getOrFail(connection.connector)
  if (auth.kind === 'oauth2' && !isByRedirect(connection.credentials)) return { ok: false, reason: 'sign_in_needed' }
  const form = await changedForm(connection, request)
  if (!form.ok) return { ok: false, reason: 'invalid', errors: form.errors }

  // Tokens of a redirect stand in no form: they stay, and so does the app they were issued to.
  const stays = isByRedirect(connection.credentials)
  const app = stays ? await appOf(connection) : await repairedApp(connection, by.workspace, form.credentials)
  const credentials = stays ? await credentialsFor(connection) : form.credentials
  return refit(connection, { credentials, settings: form.settings, app, name: request.name ?? null }, by)
}

function changedForm(connection: Connection, { credentials, settings }: Omit<ConnectRequest, 'actor'>) {
  const connector = connectors.getOrFail(connection.connector)
  if (isByRedirect(connection.credentials)) return checkSettings(connector, settings ?? connection.settings)
  const wanted = settings ?? connection.settings
  const stored = movesOn(connector, connection.settings, wanted)
    ? withoutSecrets(connector, connection.credentials)
    : connection.credentials
  return checkForm(connector, {
    credentials: keepSecrets(connector, credentials ?? stored, stored),
    settings: wanted,
  })
}

/**
 * Whether other hosts would be called than before. Whoever changes an address must know the secrets, or they could be
 * read by having them sent to a server of one's own.
 */
function movesOn(connector: Connector, before: Record<string, unknown>, after: Record<string, unknown>): boolean {
  const known = derivedHosts(connector, before)
  return derivedHosts(connector, after).some((host) => !known.includes(host))
}

/** Fits a connection with other credentials or settings, if they speak for the same account; else nothing is changed. */
export async function refit(
  connection: Connection,
  { credentials, settings, app, name }: Ingredients,
  by: By
): Promise<Connected | Refusal> {
  const connector = connectors.getOrFail(connection.connector)
  const { trial, checked } = await tryOut(connection, app, { credentials, settings })
  if (!checked.ok) return checked

  const paused = connection.state === 'paused'
  if (connection.state === 'not_connected') connection.connectedAt = clock.now()
  connection.merge({ name: name?.trim() || connection.name, appId: app?.id ?? null, settings }).seal(trial.credentials)
  if (!paused) describe(connection, checked.result)
  const taken = await unlessTaken(async (trx) => {
    if (app) await app.useTransaction(trx).touch().save()
    await connection.useTransaction(trx).touch().save()
    await claimOrThrow(trx, connection, checked.result)
    await openEndpointFor(trx, connector, connection)
    await planTasks(trx, connection)
    await note(trx, connection, by, {
      action: 'connection.changed',
      after: { name: connection.name, settings: connection.settings },
    })
  })
  if (taken) return { ok: false, reason: 'account_taken', account: checked.result.label }
  forget()
  if (!paused) await subscribe(connection)
  return { ok: true, connection }
}

/** The new credentials speak for the same account, or nothing is changed. */
async function tryOut(
  connection: Connection,
  app: App | null,
  form: { credentials: Record<string, unknown>; settings: Record<string, unknown> }
) {
  const { id, workspaceId, connector, name, account } = connection
  const trial = Connection.draft({ workspaceId, connector, name, appId: app?.id })
  trial.merge({ id, account, settings: form.settings }).seal(form.credentials)
  const checked = await ask(trial, app)
  if (!checked.ok || account === null || checked.result.account === account) return { trial, checked }
  const why = { code: 'other_account', params: { account: checked.result.label } }
  return { trial, checked: { ok: false, reason: 'check_failed', why, field: null } as const }
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
