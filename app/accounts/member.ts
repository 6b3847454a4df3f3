import { column } from '@adonisjs/lucid/orm'
import { AccountModel } from './account_model.ts'

/** What a user may do in one workspace, most first. */
export const ROLES = ['admin', 'manager', 'operator', 'viewer'] as const
export type Role = (typeof ROLES)[number]

export class Member extends AccountModel {
  static table = 'members'
  static kind = 'member' as const

  @column()
  declare workspaceId: string

  @column()
  declare userId: string

  @column()
  declare role: Role
}

/** Whether `role` may do what `needed` may. */
export const atLeast = (role: Role, needed: Role): boolean => ROLES.indexOf(role) <= ROLES.indexOf(needed)
