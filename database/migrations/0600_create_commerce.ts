import { BaseSchema } from '@adonisjs/lucid/schema'
import type { Knex } from 'knex'
import { columns } from '#database/columns'

/** What every copy of a shop's object has: whose it is, in which shop, and the provider's version of it. */
function shopObject(table: Knex.CreateTableBuilder) {
  const c = columns(table)
  c.id()
  c.ref('workspace_id').notNullable()
  // connector, account and the provider's id.
  c.key('natural_key').notNullable()
  c.ref('connection_id')
  table.string('connector', 60).notNullable()
  c.key('account')
  c.key('provider_id').notNullable()
  c.instant('version').notNullable()
  c.timestamps()
  table.unique(['workspace_id', 'natural_key'])
  return c
}

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('carts', (table) => {
      const c = shopObject(table)
      c.ref('contact_id')
      // The event that last changed it: what an abandonment is caused by.
      c.ref('event_id')
      table.text('recovery_url')
      c.json('items').notNullable()
      c.key('items_hash', 40).notNullable()
      table.integer('item_count').notNullable()
      c.minor('total').notNullable()
      table.string('currency', 3).notNullable()
      c.json('client')
      table.boolean('historic').notNullable().defaultTo(false)
      c.instant('changed_at').notNullable()
      table.integer('episode').notNullable().defaultTo(1)
      // The latest abandonment, and the episode it was of.
      c.instant('abandoned_at')
      table.integer('abandoned_episode')
      c.instant('completed_at')
      c.instant('recovered_at')
      c.ref('order_id')
      c.json('reason')
      c.work()
      table.index(['contact_id', 'abandoned_at'])
      table.index(['workspace_id', 'changed_at', 'id'])
    })

    this.schema.createTable('orders', (table) => {
      const c = shopObject(table)
      c.ref('contact_id')
      c.ref('cart_id')
      c.key('cart_provider_id')
      table.string('number', 120).notNullable()
      c.json('items').notNullable()
      table.integer('item_count').notNullable()
      c.minor('total').notNullable()
      c.minor('refunded').notNullable().defaultTo(0)
      table.string('currency', 3).notNullable()
      table.string('lifecycle', 20).notNullable()
      table.string('payment', 24).notNullable()
      table.string('fulfilment', 20).notNullable()
      c.instant('placed_at').notNullable()
      c.instant('paid_at')
      table.text('status_url')
      table.text('landing_url')
      table.boolean('live').notNullable()
      c.json('client')
      table.index(['workspace_id', 'placed_at', 'id'])
      table.index(['workspace_id', 'cart_provider_id'])
      table.index(['contact_id', 'placed_at'])
    })

    this.schema.createTable('shipments', (table) => {
      const c = shopObject(table)
      c.ref('contact_id')
      c.ref('order_id')
      c.key('order_provider_id').notNullable()
      table.string('order_number', 120)
      table.string('carrier', 120)
      c.key('tracking_number')
      table.text('tracking_url')
      table.string('state', 20).notNullable()
      c.instant('estimated_at')
      table.index(['workspace_id', 'version', 'id'])
      table.index(['workspace_id', 'order_provider_id'])
      table.index(['contact_id'])
    })

    this.schema.createTable('products', (table) => {
      const c = shopObject(table)
      table.string('title', 255).notNullable()
      table.text('url')
      table.text('image_url')
      c.minor('price')
      table.string('currency', 3)
      table.boolean('available').notNullable()
    })
  }

  async down() {
    for (const table of ['products', 'shipments', 'orders', 'carts']) this.schema.dropTable(table)
  }
}
