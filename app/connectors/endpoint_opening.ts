import { randomBytes } from 'node:crypto'
import type { Trx } from '#app/database'
import type { Connector } from '#sdk/connector'
import type { Connection } from './connection.ts'
import { Endpoint } from './endpoint.ts'

/** Makes the endpoint of this connection (or of its app), or opens the one that is there again: its URL is known outside. */
export async function openEndpointFor(trx: Trx, connector: Connector, connection: Connection): Promise<void> {
  if (!connector.endpoint) return
  const owner = ownerOf(connector, connection)
  const known = await Endpoint.query({ client: trx })
    .where('natural_key', owner.appId ?? connection.id)
    .first()
  if (known) await known.useTransaction(trx).merge({ state: 'open' }).touch().save()
  else await Endpoint.draft(owner).sealSecret(randomBytes(24).toString('base64url')).useTransaction(trx).touch().save()
}

/** The connection's own; an app's stays open as long as any connection needs it. */
export async function closeEndpointOf(trx: Trx, connection: Connection): Promise<void> {
  const { id, appId } = connection
  const others =
    appId &&
    (await trx.from('connections').where('app_id', appId).whereNot('id', id).whereNot('state', 'not_connected').first())
  const owners = [id, ...(appId && !others ? [appId] : [])]
  await trx.from('endpoints').whereIn('natural_key', owners).update({ state: 'closed' })
}

function ownerOf(connector: Connector, { id, workspaceId, appId }: Connection) {
  if (connector.endpoint === 'app' && appId) return { connector: connector.id, appId }
  return { connector: connector.id, connectionId: id, workspaceId, appId: undefined }
}
