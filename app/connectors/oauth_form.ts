import type { Workspace } from '#app/accounts/workspace'
import { oauthWay } from '#sdk/auth'
import type { Connector } from '#sdk/connector'
import { asJson } from './json.ts'
import type { JsonObject } from './json.ts'
import { knownApps } from './oauth_apps.ts'
import type { KnownApp } from './oauth_apps.ts'
import { REDIRECT_URL } from './oauth_ways.ts'

/** What the wizard needs to send somebody to a provider; null where there is no such way in. */
export type SignInForm = {
  /** The organization's app, to be entered once. */
  app: JsonObject
  /** Apps that are there already. */
  apps: KnownApp[]
  /** To be copied into the app at the provider. */
  redirectUrl: string
  scopes: string[]
} | null

export async function signInForm(connector: Connector, workspace: Workspace): Promise<SignInForm> {
  const way = oauthWay(connector.auth)
  if (!way) return null
  return {
    app: asJson(way.app.toJSONSchema()),
    apps: await knownApps(connector, workspace.organizationId),
    redirectUrl: REDIRECT_URL,
    scopes: way.scopes,
  }
}
