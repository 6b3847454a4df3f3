import { machineNow, SECOND } from '#app/clock'
import type { Connector } from '#sdk/connector'
import type { VerifyContext } from '#sdk/webhooks'
import { App } from './app.ts'
import { Connection } from './connection.ts'
import { Endpoint, tokenHash } from './endpoint.ts'
import { connectors } from './registry.ts'

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

/** Another process may have changed the secret: it is believed for so long. */
const BELIEVED_FOR = 10 * SECOND
const LIMIT = 10_000

const known = new Map<string, { endpoint: OpenEndpoint | null; until: number }>()

/** The open endpoint with this token in its URL, or null. */
export async function openEndpoint(token: string): Promise<OpenEndpoint | null> {
  return remembered(tokenHash(token), (hash) => Endpoint.findBy('tokenHash', hash))
}

export async function openEndpointById(id: string): Promise<OpenEndpoint | null> {
  return remembered(id, () => Endpoint.find(id))
}

/** To be called after every change of an endpoint, or of the credentials or settings of its owner. */
export function forgetEndpoints(): void {
  known.clear()
}

async function remembered(key: string, find: (key: string) => Promise<Endpoint | null>) {
  const found = known.get(key)
  if (found && found.until > machineNow()) return found.endpoint

  const row = await find(key)
  const endpoint = row?.state === 'open' ? await withOwner(row) : null
  // Guessed tokens must not fill the memory.
  if (known.size >= LIMIT) known.clear()
  known.set(key, { endpoint, until: machineNow() + BELIEVED_FOR })
  return endpoint
}

async function withOwner(row: Endpoint): Promise<OpenEndpoint> {
  const owner = row.appId ? await App.findOrFail(row.appId) : await Connection.findOrFail(row.connectionId)
  const settings = owner instanceof Connection ? owner.settings : {}
  const { secret } = row
  const { credentials } = owner
  return {
    id: row.id,
    connectorId: row.connector,
    connector: connectors.get(row.connector),
    workspaceId: row.workspaceId,
    connectionId: row.connectionId,
    appId: row.appId,
    settings,
    verification: { secret, credentials, settings, machineNow },
    secrets: [secret, ...Object.values(credentials)].filter((value) => typeof value === 'string' && value.length > 0) as string[],
  }
}
