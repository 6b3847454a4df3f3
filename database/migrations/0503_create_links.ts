import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('links', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('code', 20).notNullable().unique()
      c.ref('message_id').notNullable().index()
      c.ref('contact_id')
      table.string('label', 60)
      table.text('url').notNullable()
      c.instant('first_clicked_at')
      c.instant('created_at').notNullable()
    })
    this.schema.createTable('clicks', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('link_id').notNullable().index()
      c.ref('message_id').notNullable().index()
      c.ref('contact_id').index()
      c.instant('clicked_at').notNullable()
    })
  }

  async down() {
    for (const table of ['clicks', 'links']) this.schema.dropTable(table)
  }
}
