import { usePage } from '@inertiajs/react'

export type WorkspaceCard = {
  id: string
  name: string
  kind?: 'production' | 'test'
  /** Whose it is: shown under the name in the switcher. */
  organization?: string
  state?: 'active' | 'paused'
}

export type CurrentWorkspace = WorkspaceCard & { timezone: string; currency: string; country?: string; locale?: string }

/** What every page of the console receives beside its own props. */
export type Shared = {
  user: { id: string; name: string; email: string; timezone?: string | null } | null
  locale: string
  flash: { success: string | null; error: string | null }
  workspace: CurrentWorkspace | null
  organization: { id: string; name: string } | null
  /** All the user may enter, this one included. */
  workspaces: WorkspaceCard[]
  permissions: string[]
  /** Figures beside the navigation's items, by the item's key. */
  counts: Record<string, number>
  /** How many connections and lanes do not do their work. */
  health: { problems: number }
}

const none: Shared = {
  user: null,
  locale: 'en',
  flash: { success: null, error: null },
  workspace: null,
  organization: null,
  workspaces: [],
  permissions: [],
  counts: {},
  health: { problems: 0 },
}

/** A page may be drawn before the user or the workspace is known, so whatever is missing is empty. */
export function useShared() {
  const props = usePage().props as Partial<Shared>
  const given = Object.entries(props).filter(([, value]) => value !== undefined && value !== null)
  const shared: Shared = { ...none, ...Object.fromEntries(given) }
  const root = shared.workspace ? `/w/${shared.workspace.id}` : ''
  return {
    ...shared,
    /** An address inside this workspace: path('/contacts'). */
    path: (to = '') => `${root}${to}` || '/',
    may: (permission: string) => shared.permissions.includes(permission),
  }
}
