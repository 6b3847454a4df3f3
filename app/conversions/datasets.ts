import { clock } from '#app/clock'
import { upsert } from '#app/database'
import type { Client } from '#app/database'
import { newId } from '#app/ids'
import type { Workspace } from '#app/accounts/workspace'
import { WORKING_STATES } from '#app/connectors/connection'
import type { ConnectionState } from '#app/connectors/connection'
import { connectors } from '#app/connectors/registry'
import { Remembered } from '#app/remembered'
import type { ReportPath } from './kinds.ts'

/** A connection that can be told, and the account it tells: a pixel or dataset. */
export interface Dataset {
  connector: string
  connectionId: string
  dataset: string
}

/** Connectors are asked by role: which vendor it is, nobody here needs to know. */
const reporters = () => connectors.all().filter(({ roles }) => roles.includes('conversions'))

/** Whoever has nothing to sign in to reaches nobody outside: a pretend Meta. */
const pretends = (connector: string): boolean => connectors.get(connector)?.auth.kind === 'none'

/**
 * The dataset that serves a path: the one a person chose, else the workspace's first working one, a real one before a
 * pretend one. A broken one keeps its place, so that its reports wait for it and do not go elsewhere. A test workspace
 * tells pretend ones only.
 */
export async function datasetFor(
  client: Client,
  workspace: Pick<Workspace, 'id' | 'kind'>,
  path: ReportPath
): Promise<Dataset | null> {
  const all = await reportingConnections(client, workspace.id)
  const rows = workspace.kind === 'test' ? all.filter(({ connector }) => pretends(connector)) : all
  if (rows.length === 0) return null
  const chosen = await client
    .from('conversion_datasets')
    .where({ workspace_id: workspace.id, path: pathKey(path) })
    .first()
  const inOrder = rows.toSorted((a, b) => Number(pretends(a.connector)) - Number(pretends(b.connector)))
  const row =
    rows.find(({ id }) => id === chosen?.connection_id) ??
    inOrder.find(({ state }) => WORKING_STATES.includes(state)) ??
    inOrder[0]
  return { connector: row.connector, connectionId: row.id, dataset: row.account ?? row.id }
}

/** Both web paths go to the shop's pixel. */
const pathKey = (path: ReportPath): ReportPath => (path === 'system_generated' ? 'website' : path)

export async function chooseDataset(
  client: Client,
  workspaceId: string,
  path: 'website' | 'business_messaging',
  connectionId: string
): Promise<void> {
  const now = clock.now()
  const row = {
    id: newId('row'),
    workspace_id: workspaceId,
    path,
    connection_id: connectionId,
    created_at: now,
    updated_at: now,
  }
  await upsert(client, 'conversion_datasets', row, ['workspace_id', 'path'], ['connection_id', 'updated_at'])
}

const known = new Remembered<boolean>()

/** Whether anybody is told at all. Carts change too often to look it up each time. */
export const reportsSomewhere = (client: Client, workspaceId: string): Promise<boolean> =>
  known.get(client, workspaceId, async () => (await reportingConnections(client, workspaceId)).length > 0)

export const forgetDatasets = (): void => known.forget()

const reportingConnections = (
  client: Client,
  workspaceId: string
): Promise<{ id: string; connector: string; account: string | null; state: ConnectionState }[]> =>
  client
    .from('connections')
    .select('id', 'connector', 'account', 'state')
    .where('workspace_id', workspaceId)
    .whereIn(
      'connector',
      reporters().map(({ id }) => id)
    )
    .whereNot('state', 'not_connected')
    .orderBy('id')
