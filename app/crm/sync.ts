import { column } from '@adonisjs/lucid/orm'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import { clock } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { insertNew } from '#app/database'
import type { Client } from '#app/database'
import { newId } from '#app/ids'
import type { CrmField, CrmStage } from '#sdk/index'
import type { MappingRow } from './mapping.ts'

/** How chats are told: not at all, one entry for a conversation's day, or one for each message. */
export const ACTIVITIES = ['off', 'daily', 'each'] as const
export type Activities = (typeof ACTIVITIES)[number]

/** What is kept in step over one connection to a CRM, and how. */
export class Sync extends WorkspaceModel {
  static table = 'crm_syncs'

  @column()
  declare connectionId: string

  @jsonColumn()
  declare mapping: MappingRow[]

  @jsonColumn()
  declare fields: CrmField[]

  @jsonColumn()
  declare stages: CrmStage[]

  /** When the CRM last told its fields. */
  @column()
  declare fieldsAt: number | null

  @column()
  declare activities: Activities

  /** Nothing is written on either side before a person has turned it on. */
  @column()
  declare state: 'off' | 'on'

  @column()
  declare askedAt: number | null

  /** Why the CRM could not be asked the last time. */
  @column()
  declare code: string | null

  @jsonColumn()
  declare params: Record<string, string | number> | null
}

/** The synchronisation of a connection; the first call makes it, turned off and with nothing mapped. */
export async function syncOf({ id, workspaceId }: Pick<Connection, 'id' | 'workspaceId'>, client?: Client) {
  const known = await Sync.in(workspaceId, client).where('connection_id', id).first()
  if (known) return known
  const now = clock.now()
  const row = {
    id: newId('crm_sync'),
    workspace_id: workspaceId,
    connection_id: id,
    mapping: '[]',
    fields: '[]',
    stages: '[]',
    activities: 'off',
    lane: 'default',
    state: 'off',
    due_at: null,
    created_at: now,
    updated_at: now,
  }
  await insertNew(client ?? Sync.query().client, 'crm_syncs', [row])
  return Sync.in(workspaceId, client).where('connection_id', id).firstOrFail()
}
