import { accessOf } from '#app/accounts/access'
import type { Access } from '#app/accounts/access'
import { Workspace } from '#app/accounts/workspace'
import { machineNow } from '#app/clock'
import { protect } from '#app/vault/redaction'
import { oauthWay } from '#sdk/auth'
import type { Connector } from '#sdk/connector'
import { establish } from './connect.ts'
import type { Connected, Refusal } from './connect.ts'
import { Connection } from './connection.ts'
import type { By } from './connection_audit.ts'
import { failureFrom } from './failures.ts'
import { provenApp } from './oauth_apps.ts'
import { arrive } from './oauth_sign_in.ts'
import type { SignIn } from './oauth_sign_in.ts'
import type { Traveller } from './oauth_start.ts'
import { askForTokens } from './oauth_tokens.ts'
import { BY_REDIRECT, REDIRECT_URL } from './oauth_ways.ts'
import type { Values } from './oauth_ways.ts'
import { connectors } from './registry.ts'
import { refit } from './repair.ts'

/** Where the person set out from; null where that is not theirs to know. */
export type Origin = Pick<SignIn, 'workspaceId' | 'connectionId' | 'connector'> | null

export type Returned =
  | { ok: true; origin: NonNullable<Origin>; connection: Connection }
  | { ok: false; origin: Origin; why: { code: string; params?: Record<string, string | number> } }

/** The way back from a provider: `query` is everything it sent along. */
export async function finishSignIn(query: Record<string, string>, by: Traveller & { ip: string }): Promise<Returned> {
  protect({ code: query.code, state: query.state })
  const arrival = await arrive(query.state ?? '', by)
  if (!arrival.ok) return { ok: false, origin: arrival.signIn, why: { code: arrival.code } }

  const { signIn } = arrival
  const workspace = await Workspace.find(signIn.workspaceId)
  const access = workspace && (await accessOf(by.userId, workspace))
  if (!workspace || !access?.may('connections.manage'))
    return { ok: false, origin: null, why: { code: 'sign_in_not_yours' } }

  const { workspaceId, connectionId, connector } = signIn
  const origin = { workspaceId, connectionId, connector }
  const result = await signedIn(signIn, query, { workspace, actor: (access as Access).actor, ip: by.ip })
  return result.ok ? { ok: true, origin, connection: result.connection } : { ok: false, origin, why: whyOf(result) }
}

async function signedIn(signIn: SignIn, query: Record<string, string>, by: By): Promise<Connected | Refusal> {
  const connector = connectors.getOrFail(signIn.connector)
  const refused = refusalIn(connector, signIn, query)
  if (refused) return refused
  const { app: proven, settings, name } = signIn
  const exchanged = await exchange(connector, signIn, query.code)
  if (!exchanged.ok) return exchanged

  const app = await provenApp(connector, by.workspace.organizationId, proven)
  const ingredients = { credentials: { ...exchanged.tokens, ...BY_REDIRECT }, settings, app, name }
  if (!signIn.connectionId) return establish(connector, ingredients, by)
  const connection = await Connection.in(by.workspace).where('id', signIn.connectionId).first()
  return connection ? refit(connection, ingredients, by) : establish(connector, ingredients, by)
}

/** What the provider said instead of a code. Its description is for developers, in its own language: only the code is kept. */
function refusalIn(connector: Connector, { app, settings }: SignIn, query: Record<string, string>): Refusal | null {
  const way = oauthWay(connector.auth)
  const refused = (code: string, params: Record<string, string> = {}): Refusal => ({
    ok: false,
    reason: 'check_failed',
    why: { code, params: { provider: connector.name, ...params } },
    field: null,
  })
  if (!way) return refused('sign_in_refused')
  if (query.error === 'access_denied') return refused('sign_in_denied')
  if (!query.code) return refused('sign_in_refused', vendorCodeIn(query))
  if (way.verifyCallback && !way.verifyCallback(query, { app, settings, machineNow: machineNow() }))
    return refused('sign_in_unverified')
  return null
}

function vendorCodeIn({ error = '' }: Record<string, string>): Record<string, string> {
  return /^[\w.-]{1,60}$/.test(error) ? { vendor_code: error } : {}
}

async function exchange(
  connector: Connector,
  { app, settings, verifier, workspaceId }: SignIn,
  code: string
): Promise<{ ok: true; tokens: Values } | Refusal> {
  const way = oauthWay(connector.auth)!
  const grant = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT_URL,
    ...(way.pkce && { code_verifier: verifier }),
  }
  const fields = { workspace: workspaceId, connector: connector.id }
  try {
    return { ok: true, tokens: await askForTokens({ connector, way, identity: app, settings, grant, fields }) }
  } catch (error) {
    const { reason, field } = failureFrom(error)
    const code = reason.code === 'authentication_expired' ? 'sign_in_refused' : reason.code
    return {
      ok: false,
      reason: 'check_failed',
      why: { code, params: { provider: connector.name, ...reason.params } },
      field,
    }
  }
}

function whyOf(refusal: Refusal): { code: string; params?: Record<string, string | number> } {
  switch (refusal.reason) {
    case 'check_failed':
      return refusal.why
    case 'account_taken':
      return { code: 'account_taken', params: { account: refusal.account } }
    case 'sign_in_needed':
      return { code: 'sign_in_needed' }
    case 'invalid':
      return { code: 'settings_refused' }
  }
}
