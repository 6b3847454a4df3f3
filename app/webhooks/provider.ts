export default class WebhooksProvider {
  async boot() {
    const { registerConsumer } = await import('#app/events/registry')
    const { registerWork } = await import('#app/work/worker')
    const { registerProblems } = await import('#app/http/shared_props')
    const { registerSweep } = await import('#app/deliveries/sweeps')
    const { sweepKeys } = await import('#app/http/idempotency')
    const { webhooksConsumer } = await import('./consumer.ts')
    const { countTroubled } = await import('./notices.ts')
    const { registerWebhookTables } = await import('./personal_tables.ts')
    const { dispatching } = await import('./sender.ts')
    const { sweepWebhooks } = await import('./sweep.ts')
    const { registerWebhookViews } = await import('./in_console.ts')
    registerConsumer(webhooksConsumer)
    registerWebhookViews()
    registerWork(dispatching)
    registerWebhookTables()
    registerSweep(sweepWebhooks)
    registerSweep(sweepKeys)
    registerProblems(({ id }) => countTroubled(id))
  }

  /** What is under way is waited for, so that an orderly end leaves nothing to be sent twice. */
  async shutdown() {
    const { stillDispatching } = await import('./sender.ts')
    await stillDispatching()
  }
}
