import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    // What the pretend provider of payments knows of each of its pages.
    this.schema.createTable('sandbox_payments', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      c.key('natural_key').notNullable()
      c.key('token', 64).notNullable()
      // Our id of the payment, as the provider was told it.
      c.ref('reference').notNullable()
      table.string('title', 250).notNullable()
      c.minor('amount').notNullable()
      table.string('currency', 3).notNullable()
      c.minor('refunded').notNullable().defaultTo(0)
      c.json('refunds').notNullable()
      table.text('return_url').notNullable()
      table.text('cancel_url').notNullable()
      table.string('state', 20).notNullable()
      table.integer('tries').notNullable().defaultTo(0)
      c.instant('expires_at')
      c.timestamps()
      table.unique(['connection_id', 'natural_key'])
      table.unique(['token'])
      table.index(['reference'])
    })
  }

  async down() {
    this.schema.dropTable('sandbox_payments')
  }
}
