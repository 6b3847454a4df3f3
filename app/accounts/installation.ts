import db from '@adonisjs/lucid/services/db'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import { Organization } from './organization.ts'
import { OrganizationMember } from './organization_member.ts'
import { User } from './user.ts'
import { Workspace } from './workspace.ts'

export interface FirstRun {
  name: string
  email: string
  password: string
  locale: string
  organization: string
  workspace: WorkspaceDetails
}

export type WorkspaceDetails = Pick<Workspace, 'name' | 'timezone' | 'locale' | 'country' | 'currency'>

/** True until the first user exists: then the first-run page is open to whoever reaches it, and closed for good. */
export async function isNew(): Promise<boolean> {
  return (await db.from('users').select('id').first()) === null
}

/** Makes the first organization, its owner and its first workspace, all or nothing; null when somebody was faster. */
export async function setUp(details: FirstRun): Promise<{ user: User; workspace: Workspace } | null> {
  const user = await new User()
    .fill({ name: details.name, email: details.email, locale: details.locale })
    .setPassword(details.password)

  return transaction(async (trx) => {
    if (await trx.from('users').select('id').first()) return null

    const organization = await new Organization()
      .fill({ name: details.organization, kind: 'company' })
      .useTransaction(trx)
      .touch()
      .save()
    await user.useTransaction(trx).touch().save()
    await new OrganizationMember()
      .fill({ organizationId: organization.id, userId: user.id, role: 'owner' })
      .useTransaction(trx)
      .touch()
      .save()
    const workspace = await createWorkspace(trx, organization.id, { ...details.workspace, kind: 'production' })
    return { user, workspace }
  })
}

export function createWorkspace(
  trx: Trx,
  organizationId: string,
  details: WorkspaceDetails & Pick<Workspace, 'kind'>
): Promise<Workspace> {
  return new Workspace()
    .fill({ organizationId, state: 'active', settings: {}, ...details })
    .useTransaction(trx)
    .touch()
    .save()
}

/** Every workspace this user may open, with its organization's name: what the switcher shows. */
export async function workspacesOf(
  userId: string
): Promise<{ id: string; name: string; kind: string; organization: string; organizationId: string }[]> {
  return db
    .from('workspaces as w')
    .join('organizations as o', 'o.id', 'w.organization_id')
    .whereIn('w.organization_id', db.from('organization_members').select('organization_id').where('user_id', userId))
    .orWhereIn('w.id', db.from('members').select('workspace_id').where('user_id', userId))
    .orderBy('o.name')
    .orderBy('w.name')
    .select('w.id', 'w.name', 'w.kind', 'o.name as organization', 'o.id as organizationId')
}
