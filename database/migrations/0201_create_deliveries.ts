import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('endpoints', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id')
      c.key('connector', 60).notNullable()
      c.ref('app_id')
      c.ref('connection_id')
      // One endpoint for each owner, whichever of the two it is.
      c.key('natural_key').notNullable().unique()
      c.key('token_hash', 64).notNullable().unique()
      table.text('token').notNullable()
      table.text('secret')
      table.string('state', 20).notNullable()
      c.timestamps()
    })
    this.schema.createTable('deliveries', (table) => {
      const c = columns(table)
      c.id()
      c.ref('endpoint_id').notNullable()
      c.key('connector', 60).notNullable()
      c.ref('workspace_id')
      c.ref('connection_id')
      c.key('natural_key').notNullable()
      c.key('topic')
      table.integer('size').notNullable()
      c.instant('received_at').notNullable()
      table.integer('answered_in').notNullable()
      c.instant('parsed_at')
      c.json('reason')
      table.integer('items').notNullable().defaultTo(0)
      table.integer('recorded').notNullable().defaultTo(0)
      c.work()
      table.unique(['endpoint_id', 'natural_key'])
      table.index(['connection_id', 'id'])
    })
    this.schema.createTable('delivery_bodies', (table) => {
      const c = columns(table)
      c.id()
      table.string('method', 10).notNullable()
      c.json('query').notNullable()
      c.json('headers').notNullable()
      table.string('encoding', 10).notNullable()
      table.specificType('body', 'longblob').notNullable()
      c.instant('received_at').notNullable()
    })
    // Only for deliveries that several connections had a part in; the others name theirs themselves.
    this.schema.createTable('delivery_parts', (table) => {
      const c = columns(table)
      c.id()
      c.ref('delivery_id').notNullable()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      table.integer('items').notNullable()
      table.integer('recorded').notNullable()
      table.unique(['delivery_id', 'connection_id'])
      table.index(['connection_id', 'delivery_id'])
      table.index(['workspace_id', 'delivery_id'])
    })
    this.schema.createTable('endpoint_refusals', (table) => {
      const c = columns(table)
      c.id()
      c.ref('endpoint_id').notNullable()
      c.key('reason', 60).notNullable()
      c.instant('hour').notNullable()
      table.integer('count').notNullable()
      c.instant('last_at').notNullable()
      table.unique(['endpoint_id', 'reason', 'hour'])
    })
  }

  async down() {
    for (const table of ['endpoint_refusals', 'delivery_parts', 'delivery_bodies', 'deliveries', 'endpoints'])
      this.schema.dropTable(table)
  }
}
