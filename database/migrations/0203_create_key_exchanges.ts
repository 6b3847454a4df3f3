import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    // A person on a vendor's page that hands out keys. The keys come apart from the person, and wait here for them.
    this.schema.createTable('key_exchanges', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('user_id').notNullable()
      c.ref('connection_id')
      c.key('connector', 60).notNullable()
      table.string('name', 120).notNullable()
      c.json('settings').notNullable()
      c.key('state_hash', 64).notNullable().unique()
      c.key('browser_hash', 64).notNullable()
      table.text('sealed', 'mediumtext')
      c.instant('expires_at').notNullable().index()
      c.instant('received_at')
      c.instant('used_at')
      c.instant('created_at').notNullable()
    })
  }

  async down() {
    this.schema.dropTable('key_exchanges')
  }
}
