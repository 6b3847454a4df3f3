import type { Client } from './database.ts'

/**
 * Calls made in the same moment on one client are carried out as one: whoever calls thinks of a single row, and a
 * hundred such callers side by side cost the statements of one. Answers come in the order of what was asked.
 */
export function together<Asked, Answer, On extends Client>(
  carryOut: (client: On, asked: Asked[]) => Promise<Answer[]>
) {
  const gathering = new WeakMap<On, { asked: Asked[]; answers: Promise<Answer[]> }>()

  const begin = (client: On) => {
    const asked: Asked[] = []
    const answers = new Promise((moment) => setImmediate(moment)).then(() => {
      gathering.delete(client)
      return carryOut(client, asked)
    })
    const group = { asked, answers }
    gathering.set(client, group)
    return group
  }

  return async (client: On, one: Asked): Promise<Answer> => {
    const group = gathering.get(client) ?? begin(client)
    const place = group.asked.push(one) - 1
    return (await group.answers)[place]
  }
}

/**
 * Works on groups side by side and on the members of a group one after the other. Waits for all of them even when one
 * fails, so that nothing goes on in a transaction that has been rolled back.
 */
export async function sideBySide<T>(
  members: T[],
  groupOf: (member: T) => string,
  work: (member: T) => Promise<void>
): Promise<void> {
  const groups = [...Map.groupBy(members, groupOf).values()]
  const ends = await Promise.allSettled(
    groups.map(async (group) => {
      for (const member of group) await work(member)
    })
  )
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure) throw failure.reason
}
