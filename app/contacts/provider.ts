export default class ContactsProvider {
  async boot() {
    const { registerContactLock, registerIdentifier, registerProjector } = await import('#app/events/registry')
    const { consentsProjector, contactsIdentifier, inboundProjector } = await import('./contacts_projector.ts')
    const { lockContacts } = await import('./locks.ts')
    registerContactLock(lockContacts)
    registerIdentifier(contactsIdentifier)
    registerProjector(consentsProjector)
    registerProjector(inboundProjector)
  }
}
