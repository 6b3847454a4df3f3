import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { LucidModel, ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import { clock } from '#app/clock'
import type { Client } from '#app/database'

/**
 * Base of every row that belongs to a workspace. Reading goes through `in(workspace)`, so that another workspace's
 * id is simply not found; lint bars the unscoped finders.
 */
export abstract class WorkspaceModel extends BaseModel {
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare workspaceId: string

  @column()
  declare createdAt: number

  @column()
  declare updatedAt: number

  /** Query over this workspace's rows and no others. */
  static in<T extends LucidModel>(
    this: T,
    workspace: { id: string } | string,
    client?: Client
  ): ModelQueryBuilderContract<T, InstanceType<T>> {
    return this.query(client ? { client } : undefined).where(
      'workspace_id',
      typeof workspace === 'string' ? workspace : workspace.id
    )
  }

  /** Sets both time stamps from business time. */
  touch(): this {
    const now = clock.now()
    if (!this.$isPersisted) this.createdAt = now
    this.updatedAt = now
    return this
  }
}

/** A column that holds JSON: text in one database, parsed in another, a value here. */
export const jsonColumn = () =>
  column({
    prepare: (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value)),
    consume: (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value),
  })
