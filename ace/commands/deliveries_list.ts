import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class DeliveriesList extends BaseCommand {
  static commandName = 'deliveries:list'
  static description = 'List the last deliveries, with the reason of each refusal'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'Only of this connection or endpoint', required: false })
  declare owner?: string

  @flags.array({
    description: 'Only in these states: received, parsed, duplicate, ignored, no_connection, unparseable, gave_up',
  })
  declare state?: string[]

  @flags.number({ description: 'How many', default: 20 })
  declare limit: number

  async run() {
    const { latestDeliveries, refusalsByEndpoint } = await import('#app/deliveries/delivery_lists')
    const deliveries = await latestDeliveries({ owner: this.owner, states: this.state, limit: this.limit })
    const table = this.ui
      .table()
      .head(['Delivery', 'Received', 'Connector', 'Topic', 'State', 'Found', 'New', 'Reason'])
    for (const one of deliveries) {
      const received = new Date(one.receivedAt).toISOString()
      table.row([
        one.id,
        received,
        one.connector,
        one.topic ?? '',
        one.state,
        String(one.items),
        String(one.recorded),
        one.reason ? JSON.stringify(one.reason) : '',
      ])
    }
    table.render()

    const refusals = await refusalsByEndpoint(this.owner)
    if (refusals.length === 0) return
    this.logger.log('\nTurned away in the last 24 hours')
    const counts = this.ui.table().head(['Endpoint', 'Connector', 'Reason', 'Count', 'Last'])
    for (const one of refusals)
      counts.row([one.endpointId, one.connector, one.reason, String(one.count), new Date(one.lastAt).toISOString()])
    counts.render()
  }
}
