import { DEFAULT_SETTINGS } from '#app/accounts/settings'
import type { Settings } from '#app/accounts/settings'
import { connectors } from '#app/connectors/registry'
import { WORKING_STATES } from '#app/connectors/connection'
import type { ConnectionState } from '#app/connectors/connection'
import { readJson } from '#app/database'
import type { Client, Row } from '#app/database'
import type { ChannelName } from '#sdk/index'
import type { ConnectionFacts, WorkspaceFacts } from './guard/case.ts'
import { Remembered } from '#app/remembered'

const workspaces = new Remembered<WorkspaceFacts | null>()
const connections = new Remembered<Row[]>()

/** For tests that change the set-up and look at once. */
export function forgetConfiguration(): void {
  workspaces.forget()
  connections.forget()
}

export const rememberedWorkspace = (client: Client, id: string): Promise<WorkspaceFacts | null> =>
  workspaces.get(client, id, async () => workspaceFacts(await client.from('workspaces').where('id', id).first()))

/** The connection a message leaves by: the one named, else the workspace's first working channel of the medium. */
export async function rememberedChannel(
  client: Client,
  workspaceId: string,
  wanted: { connectionId?: string | null; medium?: ChannelName }
): Promise<{ id: string; facts: ConnectionFacts } | null> {
  const rows = await connections.get(client, workspaceId, () =>
    client.from('connections').where('workspace_id', workspaceId).orderBy('id')
  )
  const found = wanted.connectionId
    ? rows.find((row) => row.id === wanted.connectionId)
    : firstOf(rows, wanted.medium ?? 'whatsapp')
  const facts = connectionFacts(found)
  return found && facts ? { id: String(found.id), facts } : null
}

function firstOf(rows: Row[], medium: ChannelName): Row | undefined {
  const channels = rows.filter((row) => connectors.get(String(row.connector))?.channel?.medium === medium)
  return channels.find((row) => WORKING_STATES.includes(row.state as ConnectionState)) ?? channels[0]
}

export function workspaceFacts(row: Row | null | undefined): WorkspaceFacts | null {
  if (!row) return null
  return {
    name: String(row.name),
    kind: row.kind as WorkspaceFacts['kind'],
    state: String(row.state),
    timezone: String(row.timezone),
    locale: String(row.locale),
    currency: String(row.currency),
    settings: { ...DEFAULT_SETTINGS, ...readJson<Partial<Settings>>(row.settings) },
  }
}

export function connectionFacts(row: Row | undefined): ConnectionFacts | null {
  if (!row) return null
  return {
    connector: String(row.connector),
    name: String(row.name),
    state: String(row.state),
    settings: readJson<Row>(row.settings),
    channel: connectors.get(String(row.connector))?.channel ?? null,
  }
}
