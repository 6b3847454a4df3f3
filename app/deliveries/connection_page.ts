import type { HttpContext } from '@adonisjs/core/http'
import type { Access } from '#app/accounts/access'
import type { Connection } from '#app/connectors/connection'
import { endpointOf } from '#app/connectors/context'
import { deliveryFigures } from './delivery_figures.ts'
import { changeForm, filledForm } from '#app/connectors/form'
import { connectionLine, connectorCard } from '#app/connectors/gallery'
import { healthDays } from '#app/connectors/health'
import { signInForm } from '#app/connectors/oauth_form'
import { connectors } from '#app/connectors/registry'
import { usesIn } from '#app/connectors/uses'
import { worded } from '#app/connectors/worded'

type Viewer = Pick<HttpContext, 'workspace' | 'access' | 'i18n'>

/** Everything about one connection but its secrets. */
export async function connectionPage(connection: Connection, { workspace, access, i18n }: Viewer) {
  const manifest = connectors.get(connection.connector)
  const connector = manifest && worded(manifest, i18n.locale)
  const manages = connector !== null && access.may('connections.manage')
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
    uses: (await usesIn(workspace.id)).get(connection.id) ?? [],
    form: manages ? { ...changeForm(connector, connection), ...filledForm(connector, connection) } : null,
    /** Signing in once more: offered where it is how the connection came about, or could. */
    signIn: manages ? await signInForm(connector, workspace) : null,
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
    ownSecret: (auth.kind === 'none' || webhooks?.ownSecret === true) && endpoint.sealedSecret !== null,
  }
}
