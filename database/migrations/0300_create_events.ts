import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('events', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('natural_key').notNullable()
      table.string('connector', 60).notNullable()
      c.ref('connection_id')
      c.ref('delivery_id')
      c.key('account')
      c.key('type', 120).notNullable()
      table.string('subject_kind', 60)
      c.key('subject_id')
      c.ref('contact_id')
      c.instant('occurred_at').notNullable()
      c.instant('received_at').notNullable()
      c.instant('routed_at')
      c.json('payload').notNullable()
      c.json('notes').notNullable()
      c.ref('caused_by')
      table.integer('depth').notNullable().defaultTo(0)
      table.boolean('historic').notNullable().defaultTo(false)
      c.work()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['workspace_id', 'type', 'id'])
      table.index(['contact_id', 'type', 'id'])
      table.index(['delivery_id'])
      table.index(['caused_by'])
    })
  }

  async down() {
    this.schema.dropTable('events')
  }
}
