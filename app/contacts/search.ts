const LIMIT = 700

/** Lower case, no accents, single spaces: `Nicolò  D'Àmico` is found by `nicolo d'amico`. */
export const normalise = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()

/** What a contact is found by, in the order in which people look. */
export function searchText(contact: {
  first_name?: unknown
  last_name?: unknown
  company?: unknown
  phone?: unknown
  email?: unknown
}): string {
  const { first_name, last_name, company, phone, email } = contact
  return normalise([first_name, last_name, company, phone, email].filter(Boolean).join(' ')).slice(0, LIMIT)
}
