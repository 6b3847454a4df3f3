import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { claimAccounts } from '#app/connectors/accounts'
import { App } from '#app/connectors/app'
import { Connection } from '#app/connectors/connection'
import { Endpoint } from '#app/connectors/endpoint'
import { forget } from '#app/connectors/memory'
import { connectors } from '#app/connectors/registry'
import { newId } from '#app/ids'
import type { Workspace } from '#app/accounts/workspace'

interface Given {
  credentials?: Record<string, unknown>
  settings?: Record<string, unknown>
  name?: string
  account?: string
  sharedAccounts?: string[]
  app?: App | null
  /** The endpoint's own signing secret. */
  secret?: string | null
  connectedAt?: number
}

/** A connection as `connect` would leave it, without asking the provider anything. */
export async function givenConnection(workspace: Pick<Workspace, 'id'>, connectorId: string, given: Given = {}) {
  const manifest = connectors.getOrFail(connectorId)
  const connection = Connection.draft({
    workspaceId: workspace.id,
    connector: connectorId,
    name: given.name ?? manifest.name,
    appId: given.app?.id ?? null,
  })
  const account = given.account ?? connection.id
  connection.merge({
    account,
    accountLabel: account,
    settings: given.settings ?? {},
    connectedAt: given.connectedAt ?? clock.now(),
  })
  connection.seal(given.credentials ?? {})
  await transaction(async (trx) => {
    await connection.useTransaction(trx).touch().save()
    await claimAccounts(trx, connection, account, given.sharedAccounts ?? [])
  })
  const endpoint = manifest.endpoint && !given.app ? await givenEndpoint(connection, given.secret ?? null) : null
  return { connection, endpoint }
}

/** An organization's app with its endpoint, for connectors whose customers share one URL. */
export async function givenApp(organizationId: string, connectorId: string, credentials: Record<string, unknown> = {}) {
  const app = new App()
    .fill({ id: newId('app'), organizationId, connector: connectorId, name: connectorId })
    .seal(credentials)
  await app.touch().save()
  const endpoint = Endpoint.draft({ connector: connectorId, appId: app.id })
  await endpoint.touch().save()
  return { app, endpoint }
}

async function givenEndpoint(connection: Connection, secret: string | null) {
  const endpoint = Endpoint.draft({
    connector: connection.connector,
    connectionId: connection.id,
    workspaceId: connection.workspaceId,
  })
  await endpoint.sealSecret(secret).touch().save()
  forget()
  return endpoint
}

/** The endpoint's path, to be called on the test server. */
export const pathOf = (endpoint: Endpoint): string => new URL(endpoint.url).pathname
