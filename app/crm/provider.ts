export default class CrmProvider {
  async boot() {
    const { registerIdentifier, registerProjector } = await import('#app/events/registry')
    const { onSettled } = await import('#app/messaging/observers')
    const { registerProfileKeeper } = await import('#app/contacts/profile_keepers')
    const { activeSyncs } = await import('./active_syncs.ts')
    const { registerActivities } = await import('./activities.ts')
    const { registerAsking } = await import('./asking.ts')
    const { registerBackfilling } = await import('./backfilling.ts')
    const { dealsIdentifier, dealsProjector } = await import('./deal_contacts.ts')
    const { registerLinks } = await import('./links_work.ts')
    const { crmProjector } = await import('./noticing.ts')
    const { noteSent } = await import('./noting_messages.ts')
    const { registerCrmTables } = await import('./personal_tables.ts')

    registerIdentifier(dealsIdentifier)
    registerProjector(dealsProjector)
    registerProjector(crmProjector)
    registerProfileKeeper(async (client) => (await activeSyncs(client)).map(({ connectionId }) => connectionId))
    onSettled(noteSent)
    registerLinks()
    registerAsking()
    registerBackfilling()
    registerActivities()
    registerCrmTables()
  }
}
