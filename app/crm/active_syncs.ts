import { readJson } from '#app/database'
import type { Client, Row } from '#app/database'
import { Remembered } from '#app/remembered'
import type { MappingRow } from './mapping.ts'
import { writesCrm } from './mapping.ts'
import type { Activities } from './sync.ts'

/** As much of a synchronisation as an event must know, on the path of every message. */
export interface ActiveSync {
  id: string
  workspaceId: string
  connectionId: string
  /** Our fields whose change is to be told. */
  watched: Set<string>
  activities: Activities
}

const remembered = new Remembered<ActiveSync[]>()

/** All that are on. Few connections are to CRMs, so an installation without any asks once a second and no more. */
export function activeSyncs(client: Client): Promise<ActiveSync[]> {
  return remembered.get(client, 'all', async () => {
    const rows: Row[] = await client
      .from('crm_syncs')
      .where('state', 'on')
      .select('id', 'workspace_id', 'connection_id', 'mapping', 'activities')
    return rows.map((row) => ({
      id: String(row.id),
      workspaceId: String(row.workspace_id),
      connectionId: String(row.connection_id),
      watched: new Set(
        readJson<MappingRow[]>(row.mapping)
          .filter(writesCrm)
          .map(({ field }) => field)
      ),
      activities: row.activities as Activities,
    }))
  })
}

/** After changing one, so that the next event sees it. */
export const forgetSyncs = (): void => remembered.forget()
