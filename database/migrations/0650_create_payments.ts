import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('payments', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('natural_key').notNullable()
      // Where it is paid: the vendor's connection.
      c.ref('connection_id').notNullable()
      table.string('connector', 60).notNullable()
      // What it is about, as far as anybody said.
      c.ref('contact_id')
      c.ref('order_id').index()
      c.ref('message_id')
      c.ref('run_id').index()
      c.ref('step_run_id')
      // `console`, `api` or `run`, and who asked.
      table.string('source', 20).notNullable()
      table.string('actor_kind', 20)
      c.ref('actor_id')
      // The last part of our own short link.
      c.key('code', 16).notNullable().unique()
      table.string('title', 250).notNullable()
      c.minor('amount').notNullable()
      table.string('currency', 3).notNullable()
      // What arrived, which may differ from what was asked.
      c.minor('paid')
      table.string('paid_currency', 3)
      c.minor('refunded').notNullable().defaultTo(0)
      // The vendor's id of the payment itself, by which it is given back.
      c.key('provider_id')
      // Which of its vendor's pages is the current one; 0 before the first tap.
      table.integer('session_number').notNullable().defaultTo(0)
      // What a person should look at: another amount, paid twice, paid after its end.
      c.json('problem')
      table.boolean('live').notNullable().defaultTo(true)
      c.instant('expires_at')
      c.instant('paid_at')
      c.work()
      c.timestamps()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['workspace_id', 'id'])
      table.index(['workspace_id', 'state', 'id'])
      table.index(['contact_id', 'id'])
      table.index(['connection_id', 'provider_id'])
    })

    this.schema.createTable('payment_sessions', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('payment_id').notNullable()
      table.integer('number').notNullable()
      c.ref('connection_id').notNullable()
      // What the vendor was asked: the same again after a crash, since equal keys want equal words.
      c.json('request').notNullable()
      c.key('provider_id')
      table.text('url')
      table.string('state', 20).notNullable()
      c.instant('expires_at')
      // Machine time: until when somebody is opening it.
      c.instant('opening_until').notNullable()
      c.timestamps()
      table.unique(['payment_id', 'number'])
      table.index(['connection_id', 'provider_id'])
    })

    this.schema.createTable('payment_changes', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('payment_id').notNullable()
      table.string('state', 20).notNullable()
      table.string('code', 60)
      c.json('params')
      table.string('actor_kind', 20)
      c.ref('actor_id')
      c.ref('event_id')
      c.instant('at').notNullable()
      table.index(['payment_id', 'id'])
    })

    this.schema.createTable('payment_refunds', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('payment_id').notNullable()
      c.key('natural_key').notNullable()
      c.ref('connection_id').notNullable()
      c.key('provider_id')
      c.minor('amount').notNullable()
      table.string('currency', 3).notNullable()
      // Ours, or made at the vendor's.
      table.string('source', 20).notNullable()
      table.string('code', 60)
      c.json('params')
      c.instant('at').notNullable()
      c.work()
      c.timestamps()
      table.unique(['payment_id', 'natural_key'])
      table.index(['payment_id', 'id'])
    })
  }

  async down() {
    for (const table of ['payment_refunds', 'payment_changes', 'payment_sessions', 'payments'])
      this.schema.dropTable(table)
  }
}
