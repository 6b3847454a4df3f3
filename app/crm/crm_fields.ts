import db from '@adonisjs/lucid/services/db'
import { clock, HOUR } from '#app/clock'
import type { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { failureFrom } from '#app/connectors/failures'
import { connectors } from '#app/connectors/registry'
import type { CrmRole } from '#sdk/index'
import { defaultMapping } from './default_mapping.ts'
import { ownFields } from './own_fields.ts'
import type { Sync } from './sync.ts'
import { syncOf } from './sync.ts'

const BELIEVED_FOR = HOUR

/** Whether the connection is to a CRM at all. */
export const isCrm = ({ connector }: Pick<Connection, 'connector'>): boolean =>
  connectors.get(connector)?.roles.includes('crm') ?? false

/** The CRM's side of a connection; null where its connector has none. */
export async function roleOf(connection: Connection): Promise<CrmRole | null> {
  return isCrm(connection) ? ((await connectors.implementation(connection.connector)).crm ?? null) : null
}

/**
 * The synchronisation with the CRM's fields as they are now, or as they were when they could last be asked for. The first
 * time they are known, the mapping that needs no explaining is made of them.
 */
export async function syncWithFields(connection: Connection, { anew = false } = {}): Promise<Sync> {
  const sync = await syncOf(connection)
  const fresh = sync.fieldsAt !== null && clock.now() - sync.fieldsAt < BELIEVED_FOR
  const role = connection.working ? await roleOf(connection) : null
  if (!role || (fresh && !anew)) return sync
  try {
    const [fields, stages] = await Promise.all([
      role.fields(await contextFor(connection)),
      role.stages(await contextFor(connection)),
    ])
    const first = sync.fieldsAt === null && sync.mapping.length === 0
    const mapping = first ? defaultMapping(await ownFields(db.connection(), sync.workspaceId), fields) : sync.mapping
    sync.merge({ fields, stages, fieldsAt: clock.now(), mapping, code: null, params: null })
  } catch (error) {
    const { reason } = failureFrom(error)
    sync.merge({ code: reason.code, params: reason.params ?? null })
  }
  return sync.touch().save()
}
