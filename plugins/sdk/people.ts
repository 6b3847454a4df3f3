import type { Person } from './canonical.ts'

/**
 * An e-mail address to fill in at a vendor; null where there is none, or one that a vendor may refuse the whole call for.
 */
export function plainEmail(person: Person | null): string | null {
  const given = person?.identities.find(({ kind }) => kind === 'email')?.value.trim() ?? ''
  return given.length <= 254 && /^[\w.+-]+@[a-z\d-]+(\.[a-z\d-]+)*\.[a-z]{2,}$/i.test(given) ? given : null
}
