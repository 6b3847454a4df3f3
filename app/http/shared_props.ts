import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { RoleAccess } from '#app/accounts/access'
import { workspacesOf } from '#app/accounts/installation'
import { Organization } from '#app/accounts/organization'
import type { Permission } from '#app/accounts/permissions'
import type { Workspace } from '#app/accounts/workspace'

/** A figure beside an item of the navigation, or a number of problems: each room brings its own. */
type Figure = (workspace: Workspace) => Promise<number>

const problems: Figure[] = []
const counts = new Map<string, { permission: Permission; count: Figure }>()

/** Counts what does not do its work, for the line at the foot of the navigation. */
export function registerProblems(count: Figure): void {
  problems.push(count)
}

/** Puts a figure beside an item of the navigation, by the item's key, for those who may see what it counts. */
export function registerCount(place: string, permission: Permission, count: Figure): void {
  counts.set(place, { permission, count })
}

/**
 * What every page of the console receives. A page can be drawn before the session and the user are known
 * (an unknown address), so nothing here may be taken for granted.
 */
export function sharedProps(ctx: HttpContext) {
  const { session, auth, i18n, workspace, access } = ctx as Partial<HttpContext>
  const user = auth?.user

  return {
    user: ctx.inertia.always(user ? { id: user.id, name: user.name, email: user.email } : null),
    locale: ctx.inertia.always(i18n?.locale ?? i18nManager.defaultLocale),
    flash: ctx.inertia.always({
      success: textOf(session?.flashMessages.get('success')),
      error: textOf(session?.flashMessages.get('error')),
    }),
    workspace:
      workspace?.serialize({ fields: ['id', 'name', 'kind', 'state', 'timezone', 'currency', 'country', 'locale'] }) ??
      null,
    organization: async () =>
      workspace
        ? (await Organization.findOrFail(workspace.organizationId)).serialize({ fields: ['id', 'name'] })
        : null,
    permissions: access instanceof RoleAccess ? access.permissions : [],
    counts: async () => (workspace && access instanceof RoleAccess ? countPlaces(workspace, access) : {}),
    workspaces: () => (user ? workspacesOf(user.id) : []),
    health: async () => ({ problems: workspace ? await countProblems(workspace) : 0 }),
  }
}

async function countProblems(workspace: Workspace): Promise<number> {
  const counts = await Promise.all(problems.map((count) => count(workspace)))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function countPlaces(workspace: Workspace, access: RoleAccess): Promise<Record<string, number>> {
  const visible = [...counts].filter(([, { permission }]) => access.may(permission))
  return Object.fromEntries(
    await Promise.all(visible.map(async ([place, { count }]) => [place, await count(workspace)] as const))
  )
}

function textOf(value: unknown) {
  return typeof value === 'string' ? value : null
}
