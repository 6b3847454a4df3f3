export default class SandboxProvider {
  async boot() {
    const { house } = await import('#app/calls/residents')
    const { registerWork } = await import('#app/work/worker')
    const { answer } = await import('./api.ts')
    const { registerPersonalTable } = await import('#app/contacts/personal_data')
    const { travelling } = await import('./travelling.ts')
    house('https://sandbox.invalid', answer)
    registerWork(travelling)
    registerPersonalTable({
      table: 'sandbox_payments',
      through: { through: 'payments', column: 'reference' },
      erase: { blank: { title: '' } },
      except: ['token'],
    })
  }
}
