import type { Actor } from '#app/accounts/access'
import type { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import type { CheckResult, Connector } from '#sdk/connector'
import type { FieldError } from '#sdk/schema'
import { claimOrThrow, unlessTaken } from './accounts.ts'
import type { App } from './app.ts'
import { appFor } from './app_choice.ts'
import { Connection } from './connection.ts'
import type { Reason } from './connection.ts'
import { note } from './connection_audit.ts'
import type { By } from './connection_audit.ts'
import { passingState } from './connection_state.ts'
import { contextFor } from './context.ts'
import { openEndpointFor } from './endpoint_opening.ts'
import { failureFrom } from './failures.ts'
import { checkForm, keyField } from './form.ts'
import { forget } from './memory.ts'
import { giveFirstToken } from './oauth_renewal.ts'
import { isByRedirect } from './oauth_ways.ts'
import { connectors } from './registry.ts'
import { subscribe } from './subscription.ts'
import { planTasks } from './task_plan.ts'

export interface ConnectRequest {
  credentials?: Record<string, unknown>
  settings?: Record<string, unknown>
  /** Default: the connector's. */
  name?: string | null
  actor: Actor
  ip?: string | null
}

export type Refusal =
  | { ok: false; reason: 'invalid'; errors: FieldError[] }
  | { ok: false; reason: 'check_failed'; why: Reason; field: string | null }
  | { ok: false; reason: 'account_taken'; account: string }
  | { ok: false; reason: 'sign_in_needed' }

export type Connected = { ok: true; connection: Connection }

/**
 * Makes a connection: judges the form, asks the provider who we are, stores the credentials sealed, claims the accounts,
 * opens the endpoint and subscribes. A connection removed earlier for the same account is taken up again, so that its
 * endpoint and history go on.
 */
export async function connect(
  workspace: Workspace,
  connectorId: string,
  request: ConnectRequest
): Promise<Connected | Refusal> {
  const connector = connectors.getOrFail(connectorId)
  if (connector.auth.kind === 'oauth2') return { ok: false, reason: 'sign_in_needed' }
  const form = await checkForm(connector, request)
  if (!form.ok) return { ok: false, reason: 'invalid', errors: form.errors }

  const app = await appFor(connector, workspace.organizationId, form.credentials)
  return establish(connector, { ...form, app, name: request.name ?? null }, { workspace, ...request })
}

/** What a connection is made of, once it is known to be well formed. */
export interface Ingredients {
  credentials: Record<string, unknown>
  settings: Record<string, unknown>
  /** Stored with the connection if it is not yet. */
  app: App | null
  name: string | null
}

/** Makes the connection, however its credentials were come by. */
export async function establish(
  connector: Connector,
  { credentials, settings, app, name }: Ingredients,
  by: By
): Promise<Connected | Refusal> {
  const { workspace } = by
  const draft = Connection.draft({
    workspaceId: workspace.id,
    connector: connector.id,
    name: name?.trim() || connector.name,
    appId: app?.id,
  })
  draft.merge({ settings }).seal(credentials)
  const checked = await ask(draft, app)
  if (!checked.ok) return checked

  const connection = await relinked(draft, checked.result)
  describe(connection, checked.result)
  const taken = await store(connector, { connection, app, result: checked.result }, by)
  if (taken) return { ok: false, reason: 'account_taken', account: checked.result.label }

  forget()
  await subscribe(connection)
  return { ok: true, connection }
}

/** "Who am I": with credentials that may not be stored anywhere yet. Those that get tokens by themselves get their first. */
export async function ask(
  connection: Connection,
  app: App | null
): Promise<{ ok: true; result: CheckResult } | Extract<Refusal, { reason: 'check_failed' }>> {
  try {
    const { check } = await connectors.implementation(connection.connector)
    await giveFirstToken(connection)
    const context = await contextFor(connection)
    return { ok: true, result: await check({ ...context, app: app?.credentials ?? null, state: passingState() }) }
  } catch (error) {
    const { reason, field } = failureFrom(error)
    const isKey = reason.code === 'authentication_expired' && !isByRedirect(connection.credentials)
    const own = isKey ? keyField(connectors.getOrFail(connection.connector)) : null
    return { ok: false, reason: 'check_failed', why: reason, field: field ?? own }
  }
}

/** What the provider said about itself, put on the connection. */
export function describe(connection: Connection, { account, label, missingScopes, warnings }: CheckResult): void {
  const reason =
    missingScopes.length > 0 ? { code: 'scopes_missing', params: { scopes: missingScopes.join(', ') } } : null
  const state = reason ? ('needs_attention' as const) : ('healthy' as const)
  const now = clock.now()
  connection.merge({
    account,
    accountLabel: label,
    missingScopes,
    warnings,
    checkedAt: now,
    reason,
    stateSince: connection.state === state ? connection.stateSince : now,
    state,
  })
}

async function relinked(draft: Connection, { account }: CheckResult): Promise<Connection> {
  const former = await Connection.in(draft.workspaceId)
    .where({ connector: draft.connector, account, state: 'not_connected' })
    .first()
  if (!former) return draft
  return former
    .merge({ name: draft.name, appId: draft.appId, settings: draft.settings, connectedAt: clock.now() })
    .seal(draft.credentials)
}

/** Everything or nothing; answers whether somebody else holds the account. */
async function store(
  connector: Connector,
  { connection, app, result }: { connection: Connection; app: App | null; result: CheckResult },
  by: By
): Promise<boolean> {
  const isNew = !connection.$isPersisted
  return unlessTaken(async (trx) => {
    if (app && (!app.$isPersisted || app.$isDirty)) await app.useTransaction(trx).touch().save()
    await connection.useTransaction(trx).touch().save()
    await claimOrThrow(trx, connection, result)
    await openEndpointFor(trx, connector, connection)
    await planTasks(trx, connection)
    const after = { connector: connector.id, name: connection.name, account: connection.account }
    await note(trx, connection, by, { action: isNew ? 'connection.created' : 'connection.relinked', after })
  })
}
