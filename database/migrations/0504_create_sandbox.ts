import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('sandbox_phones', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      c.key('address').notNullable()
      table.string('name', 120)
      table.boolean('offline').notNullable().defaultTo(false)
      table.boolean('blocks').notNullable().defaultTo(false)
      table.boolean('reads_at_once').notNullable().defaultTo(true)
      c.timestamps()
      table.unique(['connection_id', 'address'])
    })
    // What lies in a phone's inbox, and the statuses that its pretend provider still has to tell.
    this.schema.createTable('sandbox_messages', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      c.ref('phone_id').notNullable()
      c.key('natural_key').notNullable()
      c.key('provider_id').notNullable()
      table.string('direction', 3).notNullable()
      c.json('content').notNullable()
      c.key('correlation')
      table.string('told', 20).notNullable()
      c.work()
      c.timestamps()
      table.unique(['connection_id', 'natural_key'])
      table.index(['phone_id', 'id'])
    })
    this.schema.createTable('sandbox_reports', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      c.key('event_id').notNullable()
      c.json('report').notNullable()
      c.instant('created_at').notNullable()
      table.unique(['connection_id', 'event_id'])
    })
  }

  async down() {
    for (const table of ['sandbox_reports', 'sandbox_messages', 'sandbox_phones']) this.schema.dropTable(table)
  }
}
