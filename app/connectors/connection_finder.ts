import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Connection } from './connection.ts'

/** The connection of the address, in this workspace and no other. */
export async function connectionOf({
  workspace,
  params,
}: Pick<HttpContext, 'workspace' | 'params'>): Promise<Connection> {
  const connection = await Connection.in(workspace)
    .where('id', String(params.connection_id ?? params.id))
    .first()
  if (!connection) throw new E_NOT_FOUND()
  return connection
}
