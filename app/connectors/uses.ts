/** Something that would stop working without a connection, as its card and page say. */
export interface Use {
  kind: 'pipeline'
  id: string
  title: string
  /** Below the workspace's address. */
  to: string
  /** It runs now. */
  live: boolean
}

type Finder = (workspaceId: string) => Promise<Map<string, Use[]>>

const finders: Finder[] = []

/** Later rooms say what of theirs uses which connection; this room does not know them. */
export const registerUses = (find: Finder): void => void finders.push(find)

/** By connection id. */
export async function usesIn(workspaceId: string): Promise<Map<string, Use[]>> {
  const found = await Promise.all(finders.map((find) => find(workspaceId)))
  const all = new Map<string, Use[]>()
  for (const uses of found) for (const [id, list] of uses) all.set(id, [...(all.get(id) ?? []), ...list])
  return all
}
