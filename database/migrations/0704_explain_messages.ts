import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('messages', (table) => {
      const c = columns(table)
      // The words as they left, where the channel wrote them otherwise: an SMS with its accents taken off.
      table.text('sent_text')
      // For a fallback: the message it stands in for, and why that was not enough.
      c.json('instead_of')
    })
  }

  async down() {
    this.schema.alterTable('messages', (table) => table.dropColumns('sent_text', 'instead_of'))
  }
}
