import { randomBytes } from 'node:crypto'
import { Member } from '#app/accounts/member'
import type { Role } from '#app/accounts/member'
import { Organization } from '#app/accounts/organization'
import { OrganizationMember } from '#app/accounts/organization_member'
import { User } from '#app/accounts/user'
import { Workspace } from '#app/accounts/workspace'

/** A workspace of its own for each test, so that tests need not clean up after one another. */
export async function givenWorkspace(
  change: Partial<
    Pick<
      Workspace,
      'name' | 'kind' | 'state' | 'timezone' | 'locale' | 'country' | 'currency' | 'settings' | 'organizationId'
    >
  > = {}
) {
  const organizationId = change.organizationId ?? (await givenOrganization()).id
  const workspace = new Workspace().fill({
    organizationId,
    name: 'Bottega Lucente',
    kind: 'production',
    state: 'active',
    timezone: 'Europe/Rome',
    locale: 'it',
    country: 'IT',
    currency: 'EUR',
    settings: {},
    ...change,
  })
  return workspace.touch().save()
}

export async function givenOrganization(name = 'Studio Ponte') {
  return new Organization().fill({ name, kind: 'agency' }).touch().save()
}

export const PASSWORD = 'correct horse battery'

export async function givenUser(change: Partial<Pick<User, 'name' | 'email' | 'locale'>> = {}) {
  const user = new User().fill({
    name: 'Elena Conti',
    email: `elena-${randomBytes(4).toString('hex')}@example.com`,
    locale: 'en',
    ...change,
  })
  await user.setPassword(PASSWORD)
  return user.touch().save()
}

/** A user who holds `role` in the workspace. */
export async function givenMember(workspace: Workspace, role: Role = 'admin') {
  const user = await givenUser()
  await new Member().fill({ workspaceId: workspace.id, userId: user.id, role }).touch().save()
  return user
}

/** A user who owns the workspace's organization. */
export async function givenOwner(workspace: Workspace) {
  const user = await givenUser()
  await new OrganizationMember()
    .fill({ organizationId: workspace.organizationId, userId: user.id, role: 'owner' })
    .touch()
    .save()
  return user
}
