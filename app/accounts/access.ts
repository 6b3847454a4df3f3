import db from '@adonisjs/lucid/services/db'
import { atLeast } from './member.ts'
import type { Role } from './member.ts'
import { PERMISSIONS } from './permissions.ts'
import type { Permission } from './permissions.ts'
import type { Workspace } from './workspace.ts'

/** Who acts and what is allowed: a signed-in user by role, an API token by its scopes. */
export interface Access {
  actor: Actor
  may(permission: Permission): boolean
}

export interface Actor {
  kind: 'user' | 'token' | 'system'
  id: string | null
}

export const SYSTEM: Actor = { kind: 'system', id: null }

export class RoleAccess implements Access {
  readonly actor: Actor

  constructor(
    userId: string,
    readonly role: Role,
    /** An owner or agent of the organization acts in all its workspaces, under the own name. */
    readonly viaOrganization: boolean
  ) {
    this.actor = { kind: 'user', id: userId }
  }

  may(permission: Permission): boolean {
    return atLeast(this.role, PERMISSIONS[permission])
  }

  get permissions(): Permission[] {
    return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => this.may(permission))
  }
}

/** What this user may do in this workspace; null when nothing, which is answered with 404. */
export async function accessOf(userId: string, workspace: Workspace): Promise<RoleAccess | null> {
  const owner = await db
    .from('organization_members')
    .where({ organization_id: workspace.organizationId, user_id: userId })
    .first()
  if (owner) return new RoleAccess(userId, 'admin', true)

  const member = await db.from('members').where({ workspace_id: workspace.id, user_id: userId }).first()
  return member ? new RoleAccess(userId, member.role as Role, false) : null
}
