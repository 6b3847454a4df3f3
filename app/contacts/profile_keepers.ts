import type { Client } from '#app/database'

type ProfileKeeper = (client: Client) => Promise<string[]>

const keepers: ProfileKeeper[] = []

/**
 * Connections whose word on names and other details is taken by a later room, by rules that a person has set. Their
 * events still say who somebody is and how to reach them.
 */
export const registerProfileKeeper = (keeper: ProfileKeeper): void => void keepers.push(keeper)

export async function profileKeepers(client: Client): Promise<Set<string>> {
  const kept = await Promise.all(keepers.map((keeper) => keeper(client)))
  return new Set(kept.flat())
}
