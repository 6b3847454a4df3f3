import { E_NOT_FOUND } from '#app/accounts/errors'
import type { Workspace } from '#app/accounts/workspace'
import { Connection } from '#app/connectors/connection'
import { connectors } from '#app/connectors/registry'

/** One of the workspace's connections that can be told of conversions; another's, or another kind's, is not there. */
export async function reportingConnection(workspace: Workspace, id: string): Promise<Connection> {
  const connection = await Connection.in(workspace).where('id', id).first()
  if (!connection || !connectors.get(connection.connector)?.roles.includes('conversions')) throw new E_NOT_FOUND()
  return connection
}
