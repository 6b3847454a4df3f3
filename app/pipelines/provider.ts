export default class PipelinesProvider {
  async boot() {
    const { registerPipelineViews } = await import('./in_console.ts')
    registerPipelineViews()
    const { registerUses } = await import('#app/connectors/uses')
    const { pipelineUses } = await import('./connection_uses.ts')
    registerUses(pipelineUses)
  }
}
