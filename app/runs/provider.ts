export default class RunsProvider {
  async boot() {
    const { registerConsumer } = await import('#app/events/registry')
    const { registerRule } = await import('#app/messaging/guard')
    const { onSettled } = await import('#app/messaging/observers')
    const { registerEngine } = await import('./engine.ts')
    const { registerRunViews } = await import('./in_console.ts')
    const { registerPipelineTables } = await import('./personal_tables.ts')
    const { pipelinesConsumer } = await import('./router.ts')
    const { runExited } = await import('./run_rule.ts')
    const { messageSettled } = await import('./settled.ts')
    registerPipelineTables()
    registerRunViews()
    registerEngine()
    registerConsumer(pipelinesConsumer)
    registerRule(runExited)
    onSettled(messageSettled)
  }
}
