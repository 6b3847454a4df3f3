import { oauthWay } from '#sdk/auth'
import type { Connector } from '#sdk/connector'
import type { Workspace } from '#app/accounts/workspace'
import { Connection } from './connection.ts'
import { connectors } from './registry.ts'
import { worded } from './worded.ts'

/** One card of the gallery: a connector, with what this workspace has of it. */
export function connectorCard({ id, name, summary, categories, icon, docsUrl, auth, settings }: Connector) {
  const signIn = oauthWay(auth) !== null
  const maps = Object.values(settings?.toJSONSchema().properties ?? {}).some(
    (field) => typeof field === 'object' && field !== null && 'x-path' in field
  )
  return { id, name, summary, category: groupOf(categories), icon, docsUrl, maps, signIn }
}

/** As a list or a card shows it. */
export function connectionLine(connection: Connection) {
  const { id, connector, name, accountLabel, state, reason, stateSince, checkedAt, connectedAt, warnings } = connection
  return { id, connector, name, accountLabel, state, reason, stateSince, checkedAt, connectedAt, warnings }
}

export async function galleryOf(workspace: Workspace, language: string) {
  const connections = await Connection.in(workspace).orderBy('created_at').orderBy('id')
  const cards = connectors.all().map((connector) => ({
    ...connectorCard(worded(connector, language)),
    connections: connections
      .filter((connection) => connection.connector === connector.id && connection.state !== 'not_connected')
      .map(connectionLine),
  }))
  // A connection whose plugin is gone must not vanish with it.
  const orphans = connections
    .filter(({ connector, state }) => state !== 'not_connected' && !connectors.get(connector))
    .map(connectionLine)
  return { cards, orphans, faults: [...connectors.faults()] }
}

type Group = 'shops' | 'messages' | 'payments_crm' | 'conversions_ai'

function groupOf([first]: Connector['categories']): Group {
  switch (first) {
    case 'commerce':
      return 'shops'
    case 'messaging':
      return 'messages'
    case 'payments':
    case 'crm':
    case 'support':
    case 'calendar':
      return 'payments_crm'
    default:
      return 'conversions_ai'
  }
}
