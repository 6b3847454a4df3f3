export default class DeliveriesProvider {
  async boot() {
    const [{ registerParsing }, { registerTasks }, { registerSearch }, { deliverySearch }] = await Promise.all([
      import('./parsing.ts'),
      import('./tasks.ts'),
      import('#app/http/search'),
      import('./console.ts'),
    ])
    registerParsing()
    registerTasks()
    registerSearch(deliverySearch)
  }

  async shutdown() {
    const { flushRefusals } = await import('./refusals.ts')
    await flushRefusals()
  }
}
