import { machineNow } from '#app/clock'
import type { Connector } from '#sdk/connector'
import type { VerifyContext } from '#sdk/webhooks'
import { App, appOf } from '#app/connectors/app'
import { Connection } from '#app/connectors/connection'
import { Endpoint, tokenHash } from '#app/connectors/endpoint'
import { Memory } from '#app/connectors/memory'
import { isByRedirect } from '#app/connectors/oauth_ways'
import { connectors } from '#app/connectors/registry'
import { fetchOnceFor } from './certificates.ts'

/** An endpoint with everything that checking a signature needs, so that intake reads nothing from the database. */
export interface OpenEndpoint {
  id: string
  connectorId: string
  /** Null when its plugin is faulty or gone: deliveries are then sent back to be tried again. */
  connector: Connector | null
  workspaceId: string | null
  connectionId: string | null
  appId: string | null
  settings: Record<string, unknown>
  verification: VerifyContext
  /** Secrets that a sender may put into a header or the query; they are masked before those are stored. */
  secrets: string[]
}

const known = new Memory<OpenEndpoint | null>()

/** The open endpoint with this token in its URL, or null. */
export async function openEndpoint(token: string): Promise<OpenEndpoint | null> {
  const hash = tokenHash(token)
  return known.get(hash, async () => opened(await Endpoint.findBy('tokenHash', hash)))
}

export async function openEndpointById(id: string): Promise<OpenEndpoint | null> {
  return known.get(id, async () => opened(await Endpoint.find(id)))
}

const opened = async (row: Endpoint | null) => (row?.state === 'open' ? withOwner(row) : null)

async function withOwner(row: Endpoint): Promise<OpenEndpoint> {
  const owner = row.appId ? await App.findOrFail(row.appId) : await Connection.findOrFail(row.connectionId)
  const settings = owner instanceof Connection ? owner.settings : {}
  const { secret } = row
  const credentials = await verifyingCredentials(owner)
  const connector = connectors.get(row.connector)
  return {
    id: row.id,
    connectorId: row.connector,
    connector,
    workspaceId: row.workspaceId,
    connectionId: row.connectionId,
    appId: row.appId,
    settings,
    verification: { secret, credentials, settings, machineNow, fetchOnce: fetchOnceFor(connector) },
    secrets: [secret, ...Object.values(credentials)].filter(
      (value) => typeof value === 'string' && value.length > 0
    ) as string[],
  }
}

/** Whoever was signed in by a redirect holds tokens only: what signs their deliveries is their app's. */
async function verifyingCredentials(owner: App | Connection): Promise<Record<string, unknown>> {
  const { credentials } = owner
  if (owner instanceof App || !isByRedirect(credentials)) return credentials
  return { ...(await appOf(owner))?.credentials, ...credentials }
}
