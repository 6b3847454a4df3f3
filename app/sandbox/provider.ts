export default class SandboxProvider {
  async boot() {
    const { house } = await import('#app/calls/residents')
    const { registerWork } = await import('#app/work/worker')
    const { answer } = await import('./api.ts')
    const { travelling } = await import('./travelling.ts')
    house('https://sandbox.invalid', answer)
    registerWork(travelling)
  }
}
