export default class TemplatesProvider {
  async boot() {
    const { registerProjector } = await import('#app/events/registry')
    const { templateUpdates } = await import('./template_projector.ts')
    registerProjector(templateUpdates)
  }
}
