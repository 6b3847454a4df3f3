import { column } from '@adonisjs/lucid/orm'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'

export const FIELD_TYPES = ['text', 'number', 'date', 'boolean', 'list', 'currency'] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/** A custom field of a workspace's contacts. */
export class ContactField extends WorkspaceModel {
  static table = 'contact_fields'

  /** What templates, conditions and the API call it: `favourite_room`. Never changes. */
  @column()
  declare name: string

  @column()
  declare title: string

  @column()
  declare type: FieldType

  /** For `list`: what may be chosen. */
  @jsonColumn()
  declare options: string[] | null

  /** For `currency`: ISO 4217. */
  @column()
  declare currency: string | null

  @column()
  declare position: number

  @column()
  declare archivedAt: number | null
}
