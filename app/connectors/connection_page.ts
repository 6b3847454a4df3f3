import type { Access } from '#app/accounts/access'
import type { Connection } from './connection.ts'
import { endpointOf } from './context.ts'
import { deliveryFigures } from './delivery_figures.ts'
import { filledForm, formOf } from './form.ts'
import { connectionLine, connectorCard } from './gallery.ts'
import { healthDays } from './health.ts'
import { connectors } from './registry.ts'

/** Everything about one connection but its secrets. */
export async function connectionPage(connection: Connection, access: Access) {
  const connector = connectors.get(connection.connector)
  return {
    connection: { ...connectionLine(connection), account: connection.account, missingScopes: connection.missingScopes },
    connector: connector && {
      ...connectorCard(connector),
      reads: connector.reads,
      writes: connector.writes,
      events: connector.events.map(({ type }) => type),
    },
    endpoint: connector?.endpoint ? await endpointCard(connection, access) : null,
    figures: await deliveryFigures(connection),
    days: await healthDays(connection.id),
    form:
      connector && access.may('connections.manage')
        ? { ...formOf(connector), ...filledForm(connector, connection) }
        : null,
  }
}

async function endpointCard(connection: Connection, access: Access) {
  const endpoint = await endpointOf(connection)
  if (!endpoint) return null
  const { webhooks, auth, endpoint: kind } = connectors.getOrFail(connection.connector)
  return {
    id: endpoint.id,
    // The address alone may let somebody in.
    url: access.may('connections.manage') ? endpoint.url : null,
    open: endpoint.state === 'open',
    shared: kind === 'app',
    unsigned: webhooks?.unsigned === true || connection.settings.proof === 'address',
    /** We made the secret, so the sender must be given it. */
    ownSecret: auth.kind === 'none' && endpoint.sealedSecret !== null,
  }
}
