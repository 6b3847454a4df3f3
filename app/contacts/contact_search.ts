import db from '@adonisjs/lucid/services/db'
import { registerSearch } from '#app/http/search'
import { listContacts } from './contact_list.ts'
import { Contact } from './contact.ts'

/** Contacts in the palette: by name, number, address or id. */
export function registerContactSearch(): void {
  registerSearch({
    kind: 'contacts',
    permission: 'contacts.view',
    async find(workspace, words) {
      if (words.startsWith('ctc_')) {
        const contact = await Contact.in(workspace).where('id', words).first()
        return contact ? [{ id: contact.id, title: contact.displayName, to: `/contacts/${contact.id}` }] : []
      }
      const { contacts } = await listContacts(db.connection(), workspace.id, { q: words }, 6)
      return contacts.map(({ id, name, phone, email }) => ({
        id,
        title: name ?? phone ?? email ?? id,
        subtitle: phone ?? email ?? undefined,
        to: `/contacts/${id}`,
      }))
    },
  })
}
