export default class ConversionsProvider {
  async boot() {
    const { registerConsumer } = await import('#app/events/registry')
    const { conversionsConsumer } = await import('./consumer.ts')
    const { refundsConsumer } = await import('./giving_back.ts')
    const { releasingConsumer } = await import('./releasing.ts')
    const { registerReattribution } = await import('./reattribution.ts')
    const { registerReportSender } = await import('./report_sender.ts')
    const { registerConversionTables } = await import('./conversion_tables.ts')
    for (const consumer of [conversionsConsumer, refundsConsumer, releasingConsumer]) registerConsumer(consumer)
    registerConversionTables()
    registerReportSender()
    registerReattribution()
  }
}
