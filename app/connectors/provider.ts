import type { ApplicationService } from '@adonisjs/core/types'

export default class ConnectorsProvider {
  constructor(protected app: ApplicationService) {}

  async boot() {
    const { connectors } = await import('./registry.ts')
    const { default: plugins } = await import('#config/plugins')
    await connectors.load({
      folder: this.app.makePath('plugins'),
      only: plugins.only,
      packages: plugins.packages,
      from: this.app.makePath('package.json'),
    })

    const { markBroken } = await import('./health.ts')
    const [{ registerProblems }, { registerSearch }] = await Promise.all([
      import('#app/http/shared_props'),
      import('#app/http/search'),
    ])
    const { connectionSearch, troubledConnections } = await import('./console.ts')
    registerProblems(troubledConnections)
    registerSearch(connectionSearch)
    const logger = await this.app.container.make('logger')
    connectors.onExpired((connectionId) => {
      const marking = markBroken(connectionId, { code: 'authentication_expired' })
      marking.catch((error: unknown) =>
        logger.error({ err: error, connection: connectionId }, 'a dead token was not noted')
      )
    })
  }

  async start() {
    const logger = await this.app.container.make('logger')
    const { connectors } = await import('./registry.ts')
    for (const fault of connectors.faults()) logger.warn(fault, 'a plugin was skipped')
    if (this.app.getEnvironment() !== 'web' || this.app.getMode() !== 'run') return

    const { checkKeys } = await import('#app/vault/vault_keys')
    await checkKeys()
    const { planSweep } = await import('./task_plan.ts')
    await planSweep()
  }
}
