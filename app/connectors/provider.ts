import type { ApplicationService } from '@adonisjs/core/types'

export default class ConnectorsProvider {
  constructor(protected app: ApplicationService) {}

  async boot() {
    const { connectors } = await import('./registry.ts')
    const { default: plugins } = await import('#config/plugins')
    await connectors.load({ folder: this.app.makePath('plugins'), packages: plugins.packages, from: this.app.makePath('package.json') })

    const { registerParsing } = await import('./parsing.ts')
    registerParsing()
  }

  async start() {
    const logger = await this.app.container.make('logger')
    const { connectors } = await import('./registry.ts')
    for (const fault of connectors.faults()) logger.warn(fault, 'a plugin was skipped')
    if (this.app.getEnvironment() !== 'web' || this.app.getMode() !== 'run') return

    const { checkKeys } = await import('./vault_keys.ts')
    await checkKeys()
  }

  async shutdown() {
    const { flushRefusals } = await import('./refusals.ts')
    await flushRefusals()
  }
}
