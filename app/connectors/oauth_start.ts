import { createHash, randomBytes } from 'node:crypto'
import type { Workspace } from '#app/accounts/workspace'
import { fakeWorld } from '#app/calls/fake_world'
import { oauthWay } from '#sdk/auth'
import type { OAuth2Auth } from '#sdk/auth'
import type { FieldError } from '#sdk/schema'
import { appOf } from './app.ts'
import type { Connection } from './connection.ts'
import { checkSettings } from './form.ts'
import { chosenApp } from './oauth_apps.ts'
import type { AppChoice } from './oauth_apps.ts'
import { depart } from './oauth_sign_in.ts'
import { REDIRECT_URL } from './oauth_ways.ts'
import type { Values } from './oauth_ways.ts'
import { connectors } from './registry.ts'

export interface StartRequest {
  connector: string
  name?: string | null
  settings?: Values
  app?: AppChoice
  /** Signs this connection in again: its settings stay, and so does its app unless another is given. */
  connection?: Connection | null
}

/** Who starts, and the secret of their browser's session. */
export interface Traveller {
  userId: string
  browser: string
}

export type Started = { ok: true; url: string } | { ok: false; errors: FieldError[] }

/** Where to send the browser. Nothing of a connection is stored until it comes back with a code that is good. */
export async function startSignIn(workspace: Workspace, request: StartRequest, by: Traveller): Promise<Started> {
  const connector = connectors.getOrFail(request.connector)
  const way = oauthWay(connector.auth)
  if (!way)
    return { ok: false, errors: [{ field: 'form', rule: 'sign_in_needed', message: 'This connector has no sign-in' }] }
  const { connection } = request
  const settings = await checkSettings(connector, connection?.settings ?? request.settings ?? {})
  const app = await chosenApp(connector, workspace.organizationId, await appWanted(request))
  const errors = [...app.errors, ...(settings.ok ? [] : settings.errors)]
  if (!settings.ok || errors.length > 0) return { ok: false, errors }

  const verifier = randomBytes(48).toString('base64url')
  const signIn = {
    workspaceId: workspace.id,
    userId: by.userId,
    connectionId: connection?.id ?? null,
    connector: connector.id,
    name: connection?.name ?? (request.name?.trim() || connector.name),
    settings: settings.settings,
    app: app.values,
    verifier,
  }
  const state = await depart(signIn, by.browser)
  return { ok: true, url: authorizeUrl(way, { app: app.values, settings: settings.settings, state, verifier }) }
}

async function appWanted({ connection, app }: StartRequest): Promise<AppChoice> {
  const given = app?.id || Object.values(app?.fields ?? {}).some((value) => value !== '' && value !== null)
  if (given || !connection) return app ?? {}
  return { id: (await appOf(connection))?.id ?? null }
}

function authorizeUrl(
  way: OAuth2Auth,
  { app, settings, state, verifier }: { app: Values; settings: Values; state: string; verifier: string }
): string {
  const meant = new URL(way.authorizeUrl(app, settings))
  const url = fakeWorld.standInFor(meant)?.url ?? meant
  const fields = {
    response_type: 'code',
    client_id: String(app.clientId),
    redirect_uri: REDIRECT_URL,
    scope: way.scopes.join(way.scopeSeparator ?? ' '),
    state,
    ...(way.pkce && { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' }),
    ...way.authorizeParams,
  }
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value)
  return url.href
}

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')
