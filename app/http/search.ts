import type { Access } from '#app/accounts/access'
import type { Permission } from '#app/accounts/permissions'
import type { Workspace } from '#app/accounts/workspace'

export interface Found {
  id: string
  title: string
  subtitle?: string
  /** Below the workspace's address: `/contacts/ctc_…`. */
  to: string
}

/** One room's answer to what somebody types into the palette. */
export interface SearchSource {
  /** Heading of its group in the palette. */
  kind: string
  permission: Permission
  find(workspace: Workspace, words: string): Promise<Found[]>
}

const sources: SearchSource[] = []

/** Each room registers what it can find: by name, by number, by any id of its own. */
export function registerSearch(source: SearchSource): void {
  sources.push(source)
}

export async function search({ workspace, access, words }: { workspace: Workspace; access: Access; words: string }) {
  const allowed = sources.filter((source) => access.may(source.permission))
  const answers = await Promise.all(
    allowed.map(async (source) => ({ kind: source.kind, found: await source.find(workspace, words) }))
  )
  return answers
    .filter(({ found }) => found.length > 0)
    .map(({ kind, found }) => ({
      kind,
      items: found.map(({ to, ...item }) => ({ ...item, href: `/w/${workspace.id}${to}` })),
    }))
}
