import type { Identity, Person } from '#sdk/index'

/** What a path leads to; undefined where it leads nowhere. */
export function valueAt(body: unknown, path: string | undefined): unknown {
  if (!path) return undefined
  const steps = path.startsWith('/')
    ? path
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    : path.split('.')
  return steps.reduce<unknown>((value, step) => {
    const isContainer = typeof value === 'object' && value !== null
    return isContainer && Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined
  }, body)
}

export function textAt(body: unknown, path: unknown): string | null {
  const value = valueAt(body, typeof path === 'string' ? path : undefined)
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** Seconds, milliseconds or a date as text; null for anything else. */
export function instantAt(body: unknown, path: unknown): number | null {
  const text = textAt(body, path)
  if (text === null) return null
  const number = Number(text)
  const instant = Number.isFinite(number) ? (number < 1e11 ? number * 1000 : number) : Date.parse(text)
  return Number.isFinite(instant) && instant > 0 ? Math.round(instant) : null
}

/** The lines `name = path`, or every plain field at the top where there are none. */
export function valuesOf(body: Record<string, unknown>, lines: unknown): Record<string, unknown> {
  const mapped = pairs(lines).map(([name, path]) => [name, valueAt(body, path)] as const)
  const chosen = mapped.length > 0 ? mapped : Object.entries(body).filter(([, value]) => typeof value !== 'object')
  return Object.fromEntries(chosen.filter(([name, value]) => value !== undefined && name !== '__proto__'))
}

function pairs(lines: unknown): [string, string][] {
  if (typeof lines !== 'string') return []
  return lines
    .split('\n')
    .map((line) => line.split('='))
    .filter((parts) => parts.length === 2)
    .map(([name = '', path = '']): [string, string] => [name.trim(), path.trim()])
    .filter(([name, path]) => name !== '' && path !== '')
}

/** Who it is about, where the connection says which fields tell. */
export function personOf(body: unknown, settings: Record<string, unknown>): Person | undefined {
  const phone = textAt(body, settings.phonePath)
  const email = textAt(body, settings.emailPath)
  const country = textAt(body, settings.countryPath)?.toUpperCase()
  const identities: Identity[] = []
  if (phone) identities.push({ kind: 'phone', value: phone, ...(country?.length === 2 ? { country } : {}) })
  if (email) identities.push({ kind: 'email', value: email })
  if (identities.length === 0) return undefined
  return {
    identities,
    firstName: textAt(body, settings.firstNamePath),
    lastName: textAt(body, settings.lastNamePath),
    ...more(body, settings),
  }
}

/** Only what the connection asks for, so that nothing known of the contact is emptied. */
function more(body: unknown, settings: Record<string, unknown>): Partial<Person> {
  const found = {
    language: textAt(body, settings.languagePath)?.replace('_', '-'),
    company: textAt(body, settings.companyPath),
    city: textAt(body, settings.cityPath),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value))
}
