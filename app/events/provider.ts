export default class EventsProvider {
  async boot() {
    const { onItems } = await import('#app/deliveries/items')
    const { registerOutcomes } = await import('#app/deliveries/outcomes')
    const { outcomesOfDeliveries } = await import('./delivery_outcomes.ts')
    const { recordItems } = await import('./items_sink.ts')
    const { registerRouting } = await import('./routing.ts')
    onItems(recordItems)
    registerOutcomes(outcomesOfDeliveries)
    registerRouting()

    const { registerProblems } = await import('#app/http/shared_props')
    const { countGivenUp } = await import('./event_list.ts')
    registerProblems(({ id }) => countGivenUp(id))
  }
}
