import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import type { EventDefinition } from '#app/events/catalogue/definition'

export default class ListEvents extends BaseCommand {
  static commandName = 'list:events'
  static description = 'List the canonical events, or show one with its schema and a sample'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'A type, such as order.paid', required: false })
  declare type?: string

  @flags.boolean({ description: 'Print JSON' })
  declare json?: boolean

  async run() {
    const { catalogue } = await import('#app/events/catalogue')
    if (this.type) return this.#show(this.type, catalogue.get(this.type))

    if (this.json) return this.logger.log(JSON.stringify(catalogue.all().map(described), null, 2))
    const table = this.ui.table().head(['Event', 'Kind', 'What it says'])
    for (const { type, kind, title } of catalogue.all()) table.row([type, kind, title])
    table.render()
  }

  #show(type: string, definition: EventDefinition | null) {
    if (!definition) {
      this.logger.error(`There is no event ${type}. A connector may still use a type of its own; it is kept whole.`)
      this.exitCode = 1
      return
    }
    this.logger.log(JSON.stringify(described(definition), null, 2))
  }
}

function described({ type, kind, title, sample, schema }: EventDefinition) {
  return { type, kind, title, sample, schema: schema.toJSONSchema() }
}
