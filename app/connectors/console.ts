import type { Workspace } from '#app/accounts/workspace'
import type { SearchSource } from '#app/http/search'
import { Connection } from './connection.ts'

/** For the line at the foot of the navigation. */
export async function troubledConnections(workspace: Workspace): Promise<number> {
  return (await Connection.in(workspace).whereIn('state', ['needs_attention', 'broken'])).length
}

/** For the palette: connections by name or account. */
export const connectionSearch: SearchSource = {
  kind: 'connections',
  permission: 'connections.view',
  async find(workspace, words) {
    const pattern = `%${words.trim().toLowerCase()}%`
    const found = await Connection.in(workspace)
      .whereNot('state', 'not_connected')
      .where((either) =>
        either.whereRaw('lower(name) like ?', [pattern]).orWhereRaw('lower(account_label) like ?', [pattern])
      )
      .limit(5)
    return found.map(({ id, name, accountLabel }) => ({
      id,
      title: name,
      subtitle: accountLabel ?? undefined,
      to: `/connections/${id}`,
    }))
  },
}
