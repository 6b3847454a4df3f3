import { column } from '@adonisjs/lucid/orm'
import { AccountModel } from './account_model.ts'
import type { OrganizationRole } from './organization.ts'

/** Who runs the account: an owner manages the organization, an agent works inside all its workspaces. */
export class OrganizationMember extends AccountModel {
  static table = 'organization_members'
  static kind = 'organization_member' as const

  @column()
  declare organizationId: string

  @column()
  declare userId: string

  @column()
  declare role: OrganizationRole
}
