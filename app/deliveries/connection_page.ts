import type { Access } from '#app/accounts/access'
import type { Connection } from '#app/connectors/connection'
import { endpointOf } from '#app/connectors/context'
import { deliveryFigures } from './delivery_figures.ts'
import { filledForm, formOf } from '#app/connectors/form'
import { connectionLine, connectorCard } from '#app/connectors/gallery'
import { healthDays } from '#app/connectors/health'
import { connectors } from '#app/connectors/registry'

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
