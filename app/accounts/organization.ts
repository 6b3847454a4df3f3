import { column } from '@adonisjs/lucid/orm'
import type { Client } from '#app/database'
import { AccountModel } from './account_model.ts'
import { Workspace } from './workspace.ts'

export type OrganizationRole = 'owner' | 'agent'

export class Organization extends AccountModel {
  static table = 'organizations'
  static kind = 'organization' as const

  @column()
  declare name: string

  @column()
  declare kind: 'agency' | 'company'

  workspaces(client?: Client) {
    return Workspace.query(client ? { client } : undefined)
      .where('organization_id', this.id)
      .orderBy('name')
  }
}
