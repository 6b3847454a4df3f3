export default class ContactsProvider {
  async boot() {
    const { registerConsumer, registerContactLock, registerIdentifier, registerProjector } =
      await import('#app/events/registry')
    const { consentsProjector, contactsIdentifier, inboundProjector } = await import('./contacts_projector.ts')
    const { lockContacts } = await import('./locks.ts')
    registerContactLock(lockContacts)
    registerIdentifier(contactsIdentifier)
    registerProjector(consentsProjector)
    registerProjector(inboundProjector)

    const { registerContactTables } = await import('./contact_tables.ts')
    const { privacyConsumer } = await import('./privacy_consumer.ts')
    const { registerContactSearch } = await import('./contact_search.ts')
    const { registerContactTimeline } = await import('./timeline_sources.ts')
    registerContactTables()
    registerContactSearch()
    registerContactTimeline()
    registerConsumer(privacyConsumer)
  }
}
