import logger from '@adonisjs/core/services/logger'
import { httpClient } from '#app/calls/http_client'
import { oauthWay } from '#sdk/auth'
import { appOf } from './app.ts'
import type { Connection } from './connection.ts'
import { derivedHosts } from './derived_hosts.ts'
import { failureFrom } from './failures.ts'
import { isByRedirect } from './oauth_ways.ts'
import { connectors } from './registry.ts'

/** RFC 7009: the provider forgets our access. It may be out of reach, or have done so already: we forget in any case. */
export async function revokeTokens(connection: Connection): Promise<void> {
  const { credentials, settings, workspaceId: workspace, id } = connection
  const connector = connectors.get(connection.connector)
  const way = connector && oauthWay(connector.auth)
  if (!connector || !way?.revokeUrl || !isByRedirect(credentials)) return
  try {
    const app = (await appOf(connection))?.credentials ?? {}
    const fields = { workspace, connection: id, connector: connector.id }
    const http = httpClient({ hosts: connector.hosts, typedHosts: derivedHosts(connector, settings), fields })
    await http.fetch(way.revokeUrl(app, settings), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams({ token: String(credentials.refreshToken ?? credentials.accessToken) })),
      retry: true,
    })
  } catch (error) {
    logger.warn({ connection: id, why: failureFrom(error).reason.code }, 'revoking the access failed')
  }
}
