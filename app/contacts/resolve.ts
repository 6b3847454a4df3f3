import { record } from '#app/events/record'
import type { NewEvent, Note } from '#app/events/event'
import type { Trx } from '#app/database'
import type { Person } from '#sdk/index'
import { byStrength, handlesOf, isStrong, needsCountry } from './handles.ts'
import type { Handle } from './handles.ts'
import { IdentityBook } from './identity_book.ts'
import type { KnownContact } from './identity_book.ts'
import { improvement, profileOf } from './profile.ts'

/** Somebody who turned up, and where. */
export interface Encounter {
  workspaceId: string
  person: Person
  /** The provider's account: the issuer of ids that name none. */
  account: string | null
  occurredAt: number
  /** Connector, form or import the person came by. */
  source: string
  /** The source keeps customer records, so that its newer details replace ours. */
  replaces?: boolean
  /** Default true. False: only somebody we know already. */
  create?: boolean
  /** Of somebody we know, only phone and e-mail are filled in: the rest is kept by a room with rules of its own. */
  addressesOnly?: boolean
}

export interface Resolution {
  contactId: string | null
  created: boolean
  notes: Note[]
}

const MAX_TRIES = 3

/**
 * Finds or makes the contact of each encounter. WhatsApp user id, shop customer id and phone link; e-mail alone only
 * suggests; handles of different contacts make a suggestion and never a merge.
 */
export async function resolvePeople(trx: Trx, encounters: Encounter[]): Promise<Resolution[]> {
  const countries = await countriesOf(trx, encounters)
  const wanted = encounters.map((encounter) => ({
    encounter,
    workspaceId: encounter.workspaceId,
    ...handlesOf(encounter.person, {
      account: encounter.account,
      country: countries.get(encounter.workspaceId) ?? null,
    }),
  }))

  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const book = await IdentityBook.load(trx, wanted)
    const contacts = wanted.map(({ encounter, handles }) => contactIn(book, encounter, handles))
    if (!(await book.save(trx))) continue

    const announced = new Set<string>()
    return contacts.map((contact, index) => {
      const created = Boolean(contact?.created) && !announced.has(contact!.id)
      if (contact) announced.add(contact.id)
      return { contactId: contact?.id ?? null, created, notes: wanted[index].notes }
    })
  }
  throw new Error('The same people were created by others three times in a row')
}

/** One person outside of a delivery: an API call, a form. Null when there is nothing to know them by. */
export async function resolveContact(
  trx: Trx,
  workspaceId: string,
  person: Person,
  { account, occurredAt, source = 'core' }: { account: string | null; occurredAt: number; source?: string }
): Promise<string | null> {
  const [resolution] = await resolvePeople(trx, [{ workspaceId, person, account, occurredAt, source }])
  if (resolution.created) await record(trx, [contactCreated(workspaceId, String(resolution.contactId), source)])
  return resolution.contactId
}

export const contactCreated = (workspaceId: string, contactId: string, source: string): NewEvent => ({
  workspaceId,
  type: 'contact.created',
  key: contactId,
  subject: { kind: 'contact', id: contactId },
  contactId,
  payload: { source },
})

function contactIn(book: IdentityBook, encounter: Encounter, handles: Handle[]): KnownContact | null {
  const { workspaceId, source } = encounter
  const known = ownersIn(book, workspaceId, handles)
  const displaced = known.likely && newcomerIn(book, { contact: known.likely, handles }) ? known.likely : null
  const found = displaced ? null : known.likely
  if (!found && (handles.length === 0 || encounter.create === false)) return null

  const contact = found ?? book.create(workspaceId, profileOf(encounter.person, addressesOf(handles)), source)
  for (const handle of handles) if (!book.ownerOf(workspaceId, handle)) book.claim(contact, handle, source)
  for (const other of known.strong) if (other !== contact) book.suggest(contact, other, 'conflicting_identities')
  for (const other of known.byEmail)
    if (other !== contact && !known.strong.includes(other)) book.suggest(contact, other, 'same_email')
  improve(contact, encounter, handles)
  return contact
}

/** Who holds these handles already: the likely one is the owner of the strongest, or of an e-mail that stands alone. */
function ownersIn(book: IdentityBook, workspaceId: string, handles: Handle[]) {
  const ownersOf = (some: Handle[]) => [...new Set(some.flatMap((handle) => book.ownerOf(workspaceId, handle) ?? []))]
  const strongHandles = handles.filter(isStrong)
  const strong = ownersOf(strongHandles)
  const byEmail = ownersOf(handles.filter((handle) => !isStrong(handle)))
  return { strong, byEmail, likely: strong[0] ?? (strongHandles.length === 0 ? byEmail[0] : undefined) ?? null }
}

/**
 * A new WhatsApp user behind a known phone whose owner is another user of the same account: the number has changed
 * hands, so they are two people.
 */
function newcomerIn(book: IdentityBook, { contact, handles }: { contact: KnownContact; handles: Handle[] }): boolean {
  return handles.some(
    (handle) =>
      handle.kind === 'whatsapp_user' &&
      !book.ownerOf(contact.workspaceId, handle) &&
      contact.handles.some((held) => held.kind === 'whatsapp_user' && held.issuer === handle.issuer)
  )
}

function improve(contact: KnownContact, encounter: Encounter, handles: Handle[]): void {
  const replaces = Boolean(encounter.replaces) && encounter.occurredAt >= contact.profileAt
  const person = encounter.addressesOnly && !contact.created ? { identities: [] } : encounter.person
  const better = improvement(contact.profile, profileOf(person, addressesOf(handles)), replaces)
  if (Object.keys(better).length === 0) return
  contact.profile = { ...contact.profile, ...better }
  if (replaces) contact.profileAt = encounter.occurredAt
  contact.changed = true
}

function addressesOf(handles: Handle[]) {
  const sorted = [...handles].sort(byStrength)
  const first = (kind: Handle['kind']) => sorted.find((handle) => handle.kind === kind)?.value ?? null
  return { phone: first('phone'), email: first('email') }
}

/** Asked only when a number comes without its country code. */
async function countriesOf(trx: Trx, encounters: Encounter[]): Promise<Map<string, string>> {
  const ids = new Set(encounters.filter(({ person }) => needsCountry(person)).map(({ workspaceId }) => workspaceId))
  if (ids.size === 0) return new Map()
  const rows: { id: string; country: string }[] = await trx
    .from('workspaces')
    .select('id', 'country')
    .whereIn('id', [...ids])
  return new Map(rows.map((row) => [row.id, row.country]))
}
