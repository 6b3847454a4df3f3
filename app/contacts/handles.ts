import { naturalKey } from '#app/ids'
import type { Note } from '#app/events/event'
import type { Identity, Person } from '#sdk/index'
import { parsePhone } from './phone.ts'

/** An identity in its one spelling. `key` is unique within the workspace. */
export interface Handle {
  kind: Identity['kind']
  issuer: string
  value: string
  key: string
}

/** From the most telling to the least: who has several is taken for the owner of the first. */
const STRENGTH: Identity['kind'][] = [
  // What a caller of the API keeps the person by: asked for twice, it must lead to the same one.
  'external',
  'whatsapp_user',
  'shop_customer',
  'crm_contact',
  'sandbox_user',
  'phone',
  'email',
]

const WITHOUT_ISSUER: Identity['kind'][] = ['phone', 'email', 'external']
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** E-mail alone never links: addresses are shared and typed wrong. */
export const isStrong = (handle: Handle): boolean => handle.kind !== 'email'

export const byStrength = (a: Handle, b: Handle): number => STRENGTH.indexOf(a.kind) - STRENGTH.indexOf(b.kind)

export function handleOf(kind: Identity['kind'], value: string, issuer = ''): Handle {
  const owner = WITHOUT_ISSUER.includes(kind) ? '' : issuer
  return { kind, issuer: owner, value, key: naturalKey(kind, owner, value) }
}

/** The usable handles of a person. What cannot be read is left out with a note; the person stays. */
export function handlesOf(
  person: Person,
  context: { account: string | null; country: string | null }
): { handles: Handle[]; notes: Note[] } {
  const handles = new Map<string, Handle>()
  const notes: Note[] = []
  for (const identity of person.identities) {
    const value = spelling(identity, [identity.country, person.country, context.country])
    if (value === null) {
      if (identity.value.trim())
        notes.push({
          code: identity.kind === 'phone' ? 'phone_unparseable' : 'identity_unreadable',
          params: { kind: identity.kind },
        })
      continue
    }
    const handle = handleOf(identity.kind, value, identity.issuer ?? context.account ?? '')
    handles.set(handle.key, handle)
  }
  return { handles: [...handles.values()].sort(byStrength), notes }
}

function spelling({ kind, value }: Identity, countries: (string | null | undefined)[]): string | null {
  const written = value.trim()
  if (!written || written.length > 320) return null
  if (kind === 'phone') return parsePhone(written, ...countries)
  if (kind === 'email') return EMAIL.test(written) ? written.toLowerCase() : null
  return written
}

/** Whether reading these people may need the workspace's own country. */
export const needsCountry = (person: Person): boolean =>
  person.identities.some(({ kind, value }) => kind === 'phone' && !value.trim().startsWith('+'))
