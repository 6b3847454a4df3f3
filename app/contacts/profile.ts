import type { Person } from '#sdk/index'

/** The columns of a contact that say who it is. */
export const PROFILE_COLUMNS = [
  'first_name',
  'last_name',
  'company',
  'phone',
  'email',
  'language',
  'country',
  'timezone',
  'city',
  'postal_code',
] as const

export type ProfileColumn = (typeof PROFILE_COLUMNS)[number]
export type Profile = Record<ProfileColumn, string | null>

const LENGTHS: Partial<Record<ProfileColumn, number>> = {
  language: 35,
  country: 2,
  timezone: 64,
  postal_code: 32,
  phone: 32,
  email: 320,
}

export function profileOf(person: Person, addresses: { phone: string | null; email: string | null }): Profile {
  const country = person.country?.toUpperCase() ?? null
  return {
    first_name: cut('first_name', person.firstName),
    last_name: cut('last_name', person.lastName),
    company: cut('company', person.company),
    phone: addresses.phone,
    email: addresses.email,
    language: cut('language', person.language),
    country: country && /^[A-Z]{2}$/.test(country) ? country : null,
    timezone: isZone(person.timezone) ? String(person.timezone) : null,
    city: cut('city', person.city),
    postal_code: cut('postal_code', person.postalCode),
  }
}

function cut(column: ProfileColumn, value: string | null | undefined): string | null {
  return value?.trim().slice(0, LENGTHS[column] ?? 190) || null
}

export function isZone(name: string | null | undefined): boolean {
  if (!name) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // The only way the platform answers "no such zone".
    return false
  }
}

/** Fills gaps; replaces what is there only when the newer source knows the person better than we do. */
export function improvement(current: Partial<Profile>, found: Profile, replaces: boolean): Partial<Profile> {
  const changed = PROFILE_COLUMNS.filter((column) => {
    const value = found[column]
    if (value === null || value === current[column]) return false
    return !current[column] || (replaces && column !== 'phone' && column !== 'email')
  })
  return Object.fromEntries(changed.map((column) => [column, found[column]]))
}
