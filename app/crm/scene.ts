import db from '@adonisjs/lucid/services/db'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import type { Context, CrmField, CrmRole } from '#sdk/index'
import { roleOf } from './crm_fields.ts'
import type { MappingRow } from './mapping.ts'
import { ownFields } from './own_fields.ts'
import type { OwnField } from './own_fields.ts'
import { Sync } from './sync.ts'

/** A row of the mapping with both its fields. */
export interface Pair {
  row: MappingRow
  own: OwnField
  crm: CrmField
}

/** Everything about one connection that keeping its contacts in step takes. */
export interface Scene {
  connection: Connection
  sync: Sync
  role: CrmRole
  context: Context
  pairs: Pair[]
  /** The CRM's fields that are read. */
  asked: string[]
}

/** Null where there is nothing to be done now: turned off, or no CRM any more. */
export async function sceneOf(connectionId: string): Promise<Scene | null> {
  const connection = await Connection.find(connectionId)
  const sync = connection && (await Sync.in(connection.workspaceId).where({ connectionId, state: 'on' }).first())
  if (!connection || !sync) return null
  const role = await roleOf(connection)
  return role && { connection, sync, role, context: await contextFor(connection), ...(await pairsOf(sync)) }
}

/** Rows whose field is gone on either side rest until somebody mends the mapping. */
export async function pairsOf({
  workspaceId,
  fields,
  mapping,
}: Pick<Sync, 'workspaceId' | 'fields' | 'mapping'>): Promise<{ pairs: Pair[]; asked: string[] }> {
  const own = await ownFields(db.connection(), workspaceId)
  const pairs = mapping.flatMap((row) => {
    const ours = own.find(({ name }) => name === row.field)
    const theirs = fields.find(({ name }) => name === row.crmField)
    return ours && theirs ? [{ row, own: ours, crm: theirs }] : []
  })
  return { pairs, asked: [...new Set(pairs.map(({ crm }) => crm.name))] }
}
