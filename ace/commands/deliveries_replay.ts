import { args, BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class DeliveriesReplay extends BaseCommand {
  static commandName = 'deliveries:replay'
  static description = 'Parse deliveries again and add only what is missing'
  static help = ['The running server picks them up within a second.']
  static options: CommandOptions = { startApp: true }

  @args.spread({ description: 'Ids of deliveries, dlv_…' })
  declare ids: string[]

  async run() {
    const { Delivery } = await import('#app/deliveries/delivery')
    for (const id of this.ids) {
      const delivery = await Delivery.find(id)
      const replay = delivery ? await delivery.replay() : ({ ok: false, reason: 'not_found' } as const)
      if (replay.ok) this.logger.success(`${id} will be parsed again`)
      else this.logger.error(`${id} ${REFUSALS[replay.reason]}`)
      if (!replay.ok) this.exitCode = 1
    }
  }
}

const REFUSALS = {
  not_found: 'is not here',
  not_finished: 'is being worked on already',
  body_expired: 'cannot be replayed: its body is not kept any more',
}
