import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('orders', (table) => {
      // The shop says nothing of the fulfilment: it is what became of the parcels.
      table.boolean('follows_parcels').notNullable().defaultTo(false)
    })

    this.schema.createTable('order_refunds', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      // connector, account and the provider's id of the refund.
      c.key('natural_key').notNullable()
      // The natural key of its order, which may be told of later.
      c.key('order_key').notNullable()
      c.ref('contact_id').index()
      c.key('provider_id').notNullable()
      c.minor('amount').notNullable()
      table.string('currency', 3).notNullable()
      table.text('reason')
      c.instant('refunded_at').notNullable()
      c.timestamps()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['workspace_id', 'order_key'])
    })
  }

  async down() {
    this.schema.dropTable('order_refunds')
    this.schema.alterTable('orders', (table) => table.dropColumn('follows_parcels'))
  }
}
