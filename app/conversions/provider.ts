export default class ConversionsProvider {
  async boot() {
    const { registerConsumer } = await import('#app/events/registry')
    const { conversionsConsumer } = await import('./consumer.ts')
    const { registerReattribution } = await import('./reattribution.ts')
    const { registerReportSender } = await import('./report_sender.ts')
    const { registerConversionTables } = await import('./conversion_tables.ts')
    registerConsumer(conversionsConsumer)
    registerConversionTables()
    registerReportSender()
    registerReattribution()
  }
}
