import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, machineNow } from '#app/clock'
import type { Context } from '#sdk/context'
import { appOf } from './app.ts'
import { Connection } from './connection.ts'
import { connectionState } from './connection_state.ts'
import { Endpoint } from './endpoint.ts'
import { fakeWorld } from '#app/calls/fake_world'
import { httpClient } from '#app/calls/http_client'
import { derivedHosts } from './derived_hosts.ts'
import { forget, Memory } from './memory.ts'
import { credentialsFor, renewToken } from './oauth_renewal.ts'
import { connectors } from './registry.ts'
import { vault } from '#app/vault/vault'

export interface ContextOptions {
  idempotencyKey?: string | null
  signal?: AbortSignal
}

/** Everything a connector may use, for one call on behalf of this connection. */
export async function contextFor(
  connection: Connection,
  { idempotencyKey = null, signal }: ContextOptions = {}
): Promise<Context> {
  const manifest = connectors.getOrFail(connection.connector)
  const fields = { workspace: connection.workspaceId, connection: connection.id, connector: connection.connector }
  const { app, endpointUrl } = await surroundings.get(connection.id, () => surroundingsOf(connection))
  const { settings } = connection
  let credentials = await credentialsFor(connection)

  return {
    workspaceId: connection.workspaceId,
    connectionId: connection.id,
    account: connection.account,
    get credentials() {
      return credentials
    },
    settings,
    app,
    endpointUrl,
    http: httpClient({ hosts: manifest.hosts, typedHosts: derivedHosts(manifest, settings), fields, signal }),
    baseUrl: (origin) => fakeWorld.originOf(origin),
    logger: logger.child(fields),
    state: connectionState(connection),
    idempotencyKey,
    signal: signal ?? new AbortController().signal,
    now: () => clock.now(),
    machineNow,
    async saveCredentials(changed) {
      await saveCredentials(connection, changed)
      credentials = changed
    },
    async renewToken(refused) {
      const renewed = await renewToken(connection, refused)
      credentials = renewed ?? credentials
      return renewed ? String(renewed.accessToken) : null
    },
  }
}

interface Surroundings {
  app: Record<string, unknown> | null
  endpointUrl: string | null
}

const surroundings = new Memory<Surroundings>()

async function surroundingsOf(connection: Connection): Promise<Surroundings> {
  const [app, endpoint] = [await appOf(connection), await endpointOf(connection)]
  return { app: app?.credentials ?? null, endpointUrl: endpoint?.url ?? null }
}

/** The endpoint where this connection's deliveries arrive: its app's, or its own. */
export async function endpointOf(connection: Connection): Promise<Endpoint | null> {
  const { endpoint } = connectors.getOrFail(connection.connector)
  if (!endpoint) return null
  return Endpoint.findBy('naturalKey', endpoint === 'app' ? (connection.appId ?? '') : connection.id)
}

/** Only the credentials: what else changed on the row meanwhile stays. */
async function saveCredentials(connection: Connection, credentials: Record<string, unknown>): Promise<void> {
  const sealed = vault.seal(credentials, { table: Connection.table, id: connection.id, field: 'credentials' })
  await db.from('connections').where('id', connection.id).update({ credentials: sealed, updated_at: clock.now() })
  connection.sealedCredentials = sealed
  forget()
}
