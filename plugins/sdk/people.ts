import type { Identity, Person } from './canonical.ts'

/** All that a vendor tells of somebody, as it writes it. */
export interface Traces extends Omit<Person, 'identities'> {
  /** The vendor's own id of them. */
  own?: Identity | null
  /** One phone or several, the best first. */
  phone?: string | null | (string | null)[]
  email?: string | null
}

/** The handles of somebody, each once: the vendor's own id, then phones with their country, then the e-mail address. */
export function identitiesOf({ own, phone, email, country }: Pick<Traces, 'own' | 'phone' | 'email' | 'country'>) {
  const identities: Identity[] = own ? [own] : []
  const phones = new Set((Array.isArray(phone) ? phone : [phone]).filter((each) => typeof each === 'string'))
  for (const value of phones) identities.push({ kind: 'phone', value, ...(country ? { country } : {}) })
  if (email) identities.push({ kind: 'email', value: email })
  return identities
}

/** A person; `undefined` while there is nothing to know or reach them by. */
export function personOf({ own, phone, email, ...rest }: Traces): Person | undefined {
  const identities = identitiesOf({ own, phone, email, country: rest.country })
  return identities.length > 0 ? { identities, ...rest } : undefined
}

/** The first handle of a kind; null where there is none. */
export const handleOf = (person: Person | null | undefined, kind: Identity['kind']): string | null =>
  person?.identities.find((each) => each.kind === kind)?.value ?? null

/**
 * An e-mail address to fill in at a vendor; null where there is none, or one that a vendor may refuse the whole call for.
 */
export function plainEmail(person: Person | null): string | null {
  const given = handleOf(person, 'email')?.trim() ?? ''
  return given.length <= 254 && /^[\w.+-]+@[a-z\d-]+(\.[a-z\d-]+)*\.[a-z]{2,}$/i.test(given) ? given : null
}

/** Where one name is asked for, its first word is what somebody is called by. */
export function namesOf(name: string | null): Pick<Person, 'firstName' | 'lastName'> {
  const [firstName = null, ...others] = name?.split(/\s+/) ?? []
  return { firstName, lastName: others.join(' ') || null }
}
