import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class ListConnectors extends BaseCommand {
  static commandName = 'list:connectors'
  static description = 'List the connectors of this installation, and the plugins that were skipped'
  static options: CommandOptions = { startApp: true }

  @flags.boolean({ description: 'Print JSON' })
  declare json?: boolean

  async run() {
    const { connectors } = await import('#app/connectors/registry')
    const rows = connectors.all().map((connector) => ({
      id: connector.id,
      name: connector.name,
      roles: connector.roles,
      events: connector.events.map(({ type }) => type),
      actions: Object.keys(connector.actions ?? {}),
      webhooks: webhooksOf(connector),
    }))
    if (this.json) return this.logger.log(JSON.stringify({ connectors: rows, faults: connectors.faults() }, null, 2))

    const table = this.ui.table().head(['Connector', 'Name', 'Roles', 'Events', 'Actions', 'Webhooks'])
    for (const { id, name, roles, events, actions, webhooks } of rows) {
      table.row([id, name, roles.join(', ') || '–', String(events.length), actions.join(', ') || '–', webhooks])
    }
    table.render()
    for (const { plugin, error } of connectors.faults()) this.logger.warning(`${plugin} was skipped: ${error}`)
    if (connectors.faults().length > 0) this.exitCode = 1
  }
}

function webhooksOf({ webhooks, endpoint }: { webhooks?: { unsigned?: true }; endpoint?: string }) {
  if (!webhooks) return 'none'
  const whose = endpoint === 'app' ? 'one URL per app' : 'one URL per connection'
  return webhooks.unsigned ? `${whose}, unverified` : whose
}
