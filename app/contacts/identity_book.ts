import { clock } from '#app/clock'
import { insert, insertNew } from '#app/database'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import type { Handle } from './handles.ts'
import { handleOf } from './handles.ts'
import { PROFILE_COLUMNS } from './profile.ts'
import type { Profile } from './profile.ts'
import { searchText } from './search.ts'
import { suggestionRow } from './suggestions.ts'
import { honourErasures } from './suppressions.ts'

export interface KnownContact {
  id: string
  workspaceId: string
  profile: Profile
  profileAt: number
  handles: Handle[]
  created: boolean
  changed: boolean
  source: string
}

/**
 * Who is who, for one batch: what the database knows of the handles in question, and what the batch adds to it.
 * Everything is decided in memory and written at once, so that a hundred people cost as many statements as one.
 */
export class IdentityBook {
  #owners = new Map<string, string>()
  #contacts = new Map<string, KnownContact>()
  #claims: { contact: KnownContact; handle: Handle; source: string }[] = []
  #suggestions = new Map<string, { workspaceId: string; pair: [string, string]; reason: string }>()

  static async load(trx: Trx, wanted: { workspaceId: string; handles: Handle[] }[]): Promise<IdentityBook> {
    const book = new IdentityBook()
    const keys = [...new Set(wanted.flatMap(({ handles }) => handles.map((handle) => handle.key)))]
    if (keys.length === 0) return book

    const rows = await trx
      .from('contact_identities as i')
      .join('contacts as c', 'c.id', 'i.contact_id')
      .whereIn('i.workspace_id', [...new Set(wanted.map(({ workspaceId }) => workspaceId))])
      .whereIn('i.natural_key', keys)
      .select('i.workspace_id', 'i.natural_key', 'i.contact_id', 'c.source', 'c.profile_at')
      .select(PROFILE_COLUMNS.map((column) => `c.${column}`))
    for (const row of rows) book.#remember(row)
    if (wanted.some(({ workspaceId, handles }) => book.#isPartlyKnown(workspaceId, handles)))
      await book.#loadHandles(trx)
    return book
  }

  ownerOf(workspaceId: string, handle: Handle): KnownContact | null {
    const id = this.#owners.get(`${workspaceId}|${handle.key}`)
    return (id && this.#contacts.get(id)) || null
  }

  create(workspaceId: string, profile: Profile, source: string): KnownContact {
    const contact: KnownContact = {
      id: newId('contact'),
      workspaceId,
      profile,
      profileAt: clock.now(),
      handles: [],
      created: true,
      changed: false,
      source,
    }
    this.#contacts.set(contact.id, contact)
    return contact
  }

  claim(contact: KnownContact, handle: Handle, source: string): void {
    this.#owners.set(`${contact.workspaceId}|${handle.key}`, contact.id)
    contact.handles.push(handle)
    this.#claims.push({ contact, handle, source })
  }

  suggest(a: KnownContact, b: KnownContact, reason: string): void {
    const pair = [a.id, b.id].sort() as [string, string]
    this.#suggestions.set(pair.join('|'), { workspaceId: a.workspaceId, pair, reason })
  }

  get created(): KnownContact[] {
    return [...this.#contacts.values()].filter((contact) => contact.created)
  }

  /** False when another transaction was first with one of the handles; nothing is left behind then. */
  async save(trx: Trx): Promise<boolean> {
    const identities = this.#claims.map(({ contact, handle, source }) => identityRow(contact, handle, source))
    const inserted = await insertNew(trx, 'contact_identities', identities)
    if (inserted.length < identities.length) {
      await trx
        .from('contact_identities')
        .whereIn(
          'id',
          inserted.map((row) => row.id)
        )
        .delete()
      return false
    }

    await insert(trx, 'contacts', this.created.map(contactRow))
    for (const contact of this.#contacts.values()) {
      if (!contact.changed || contact.created) continue
      const change = { ...contact.profile, search: searchText(contact.profile), updated_at: clock.now() }
      await trx
        .from('contacts')
        .where('id', contact.id)
        .update({ ...change, profile_at: contact.profileAt })
    }
    await insertNew(trx, 'merge_suggestions', [...this.#suggestions.values()].map(suggestionRow))
    await honourErasures(trx, this.#claims)
    return true
  }

  #remember(row: Record<string, string>): void {
    this.#owners.set(`${row.workspace_id}|${row.natural_key}`, row.contact_id)
    if (this.#contacts.has(row.contact_id)) return
    const profile = Object.fromEntries(PROFILE_COLUMNS.map((column) => [column, row[column] ?? null])) as Profile
    this.#contacts.set(row.contact_id, {
      id: row.contact_id,
      workspaceId: row.workspace_id,
      profile,
      profileAt: Number(row.profile_at),
      handles: [],
      created: false,
      changed: false,
      source: row.source,
    })
  }

  #isPartlyKnown(workspaceId: string, handles: Handle[]): boolean {
    const known = handles.filter((handle) => this.#owners.has(`${workspaceId}|${handle.key}`)).length
    return known > 0 && known < handles.length
  }

  async #loadHandles(trx: Trx): Promise<void> {
    const rows = await trx.from('contact_identities').whereIn('contact_id', [...this.#contacts.keys()])
    for (const row of rows) this.#contacts.get(row.contact_id)?.handles.push(handleOf(row.kind, row.value, row.issuer))
  }
}

const identityRow = (contact: KnownContact, handle: Handle, source: string) => ({
  id: newId('identity'),
  workspace_id: contact.workspaceId,
  contact_id: contact.id,
  natural_key: handle.key,
  kind: handle.kind,
  issuer: handle.issuer,
  value: handle.value,
  source,
  created_at: clock.now(),
})

const contactRow = (contact: KnownContact) => ({
  id: contact.id,
  workspace_id: contact.workspaceId,
  ...contact.profile,
  source: contact.source,
  search: searchText(contact.profile),
  profile_at: contact.profileAt,
  created_at: clock.now(),
  updated_at: clock.now(),
})
