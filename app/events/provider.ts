export default class EventsProvider {
  async boot() {
    const { onItems } = await import('#app/connectors/items')
    const { recordItems } = await import('./items_sink.ts')
    const { registerRouting } = await import('./routing.ts')
    onItems(recordItems)
    registerRouting()
  }
}
