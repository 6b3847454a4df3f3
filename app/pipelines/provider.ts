export default class PipelinesProvider {
  async boot() {
    const { registerPipelineViews } = await import('./in_console.ts')
    registerPipelineViews()
  }
}
