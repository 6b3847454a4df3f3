import type { Client } from '#app/database'

/** One line of a contact's profile that a later room knows: `{ key: 'orders', count: 6, total: … }`. */
export interface ProfileFact {
  key: string
  count?: number
  total?: { amount: number; currency: string } | null
}

type FactSource = (client: Client, contactId: string) => Promise<ProfileFact | null>

const sources: FactSource[] = []

export const registerProfileFact = (source: FactSource): void => void sources.push(source)

export async function profileFactsOf(client: Client, contactId: string): Promise<ProfileFact[]> {
  const facts: ProfileFact[] = []
  for (const source of sources) {
    const fact = await source(client, contactId)
    if (fact) facts.push(fact)
  }
  return facts
}
