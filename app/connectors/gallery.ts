import { exchangeWay, oauthWay } from '#sdk/auth'
import type { Connector } from '#sdk/connector'
import type { Workspace } from '#app/accounts/workspace'
import { Connection } from './connection.ts'
import { connectors } from './registry.ts'
import { usesIn } from './uses.ts'
import { worded } from './worded.ts'

/** One card of the gallery: a connector, with what this workspace has of it. */
export function connectorCard({ id, name, summary, categories, icon, docsUrl, auth, settings, roles }: Connector) {
  const signIn = oauthWay(auth) !== null
  const exchange = exchangeWay(auth) !== null
  const maps = Object.values(settings?.toJSONSchema().properties ?? {}).some(
    (field) => typeof field === 'object' && field !== null && 'x-path' in field
  )
  const syncs = roles.includes('crm')
  return { id, name, summary, category: groupOf(categories), icon, docsUrl, maps, syncs, signIn, exchange }
}

/** As a list or a card shows it. */
export function connectionLine(connection: Connection) {
  const { id, connector, name, accountLabel, state, reason, stateSince, checkedAt, connectedAt, warnings } = connection
  return { id, connector, name, accountLabel, state, reason, stateSince, checkedAt, connectedAt, warnings }
}

export async function galleryOf(workspace: Workspace, language: string) {
  const connections = await Connection.in(workspace).orderBy('created_at').orderBy('id')
  const uses = await usesIn(workspace.id)
  const line = (connection: Connection) => ({
    ...connectionLine(connection),
    pipelines: (uses.get(connection.id) ?? []).length,
  })
  const cards = connectors.all().map((connector) => ({
    ...connectorCard(worded(connector, language)),
    connections: connections
      .filter((connection) => connection.connector === connector.id && connection.state !== 'not_connected')
      .map(line),
  }))
  // A connection whose plugin is gone must not vanish with it.
  const orphans = connections
    .filter(({ connector, state }) => state !== 'not_connected' && !connectors.get(connector))
    .map(line)
  return { cards, orphans, faults: [...connectors.faults()] }
}

/** The kinds of the gallery, in its order. */
type Group = 'shops' | 'messages' | 'crm' | 'payments' | 'conversions' | 'ai' | 'nocode'

const GROUPS: Record<Connector['categories'][number], Group> = {
  commerce: 'shops',
  messaging: 'messages',
  crm: 'crm',
  support: 'crm',
  calendar: 'crm',
  marketing: 'crm',
  payments: 'payments',
  conversions: 'conversions',
  ai: 'ai',
  nocode: 'nocode',
}

const groupOf = ([first]: Connector['categories']): Group => GROUPS[first] ?? 'nocode'
