import { column } from '@adonisjs/lucid/orm'
import { WorkspaceModel } from '#app/accounts/workspace_model'

/** A person in a workspace. Known by identities; a phone is common, not required. */
export class Contact extends WorkspaceModel {
  static table = 'contacts'

  @column()
  declare firstName: string | null

  @column()
  declare lastName: string | null

  @column()
  declare company: string | null

  /** E.164, the first known. */
  @column()
  declare phone: string | null

  @column()
  declare email: string | null

  /** BCP 47. */
  @column()
  declare language: string | null

  /** ISO 3166-1 alpha-2. */
  @column()
  declare country: string | null

  /** IANA name; null: the workspace's. */
  @column()
  declare timezone: string | null

  @column()
  declare city: string | null

  @column()
  declare postalCode: string | null

  /** The connector, form or import the person first came by. */
  @column()
  declare source: string

  /** When the details were last written by a person or a customer record. */
  @column()
  declare profileAt: number

  @column()
  declare basisAt: number | null

  @column()
  declare mergedInto: string | null

  @column()
  declare erasedAt: number | null

  get name(): string | null {
    return [this.firstName, this.lastName].filter(Boolean).join(' ') || null
  }

  /** What a person is called where there is no name. */
  get displayName(): string {
    return this.name ?? this.phone ?? this.email ?? this.id
  }
}
