import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('conversations', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      c.ref('contact_id').notNullable().index()
      table.string('state', 20).notNullable()
      c.instant('last_inbound_at')
      c.instant('window_until')
      // An ad brought this person: whoever answers in time writes for free until then.
      c.instant('free_entry_until')
      c.timestamps()
      table.unique(['connection_id', 'contact_id'])
      table.index(['workspace_id', 'updated_at'])
    })
  }

  async down() {
    this.schema.dropTable('conversations')
  }
}
