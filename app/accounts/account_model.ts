import { BaseModel, column } from '@adonisjs/lucid/orm'
import { clock } from '#app/clock'
import { newId } from '#app/ids'
import type { IdKind } from '#app/ids'

/** Base of rows above the workspace: organizations, users, and who belongs where. */
export abstract class AccountModel extends BaseModel {
  static selfAssignPrimaryKey = true
  static kind: IdKind

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare createdAt: number

  @column()
  declare updatedAt: number

  /** Gives a new row its id and both time stamps; a stored one only the later. */
  touch(): this {
    const now = clock.now()
    if (!this.$isPersisted) {
      this.id ??= newId((this.constructor as typeof AccountModel).kind)
      this.createdAt = now
    }
    this.updatedAt = now
    return this
  }
}
