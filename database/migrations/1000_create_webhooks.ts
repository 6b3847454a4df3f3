import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('webhook_subscriptions', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      table.string('name', 120).notNullable()
      table.text('url').notNullable()
      c.json('events').notNullable()
      c.json('filter')
      table.string('contact_detail', 20).notNullable()
      // Sealed. The one before is signed with, too, until the machine instant beside it.
      table.text('secret').notNullable()
      table.text('previous_secret')
      c.instant('previous_until')
      table.string('state', 20).notNullable()
      table.string('code', 60)
      c.instant('state_since').notNullable()
      // The breaker: failures in a row, and until when nothing is sent.
      table.integer('failures').notNullable().defaultTo(0)
      c.instant('open_until')
      c.instant('failing_since')
      c.instant('last_success_at')
      // The latest attempts, the newest last: `110`.
      table.string('recent', 16).notNullable().defaultTo('')
      c.ref('created_by')
      c.ref('token_id')
      c.timestamps()
      table.index(['workspace_id', 'state'])
    })

    this.schema.createTable('webhook_dispatches', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('subscription_id').notNullable()
      c.ref('event_id').notNullable()
      // The event's id: one dispatch for one event and one subscription.
      c.key('natural_key').notNullable()
      table.string('type', 120).notNullable()
      c.ref('contact_id')
      // What is sent, byte for byte the same on each try.
      c.json('body').notNullable()
      table.integer('tries').notNullable().defaultTo(0)
      table.integer('status')
      table.string('code', 60)
      c.instant('settled_at')
      c.work()
      c.timestamps()
      table.unique(['subscription_id', 'natural_key'])
      table.index(['subscription_id', 'state', 'due_at'])
      table.index(['workspace_id', 'id'])
      table.index(['contact_id'])
      table.index(['event_id'])
      table.index(['settled_at'])
    })

    this.schema.createTable('webhook_attempts', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('subscription_id').notNullable()
      // Null for a test.
      c.ref('dispatch_id')
      c.ref('contact_id')
      table.string('type', 120).notNullable()
      table.integer('n').notNullable()
      table.boolean('ok').notNullable()
      table.integer('status')
      table.string('code', 60)
      table.integer('took_ms').notNullable()
      table.text('answer')
      c.instant('at').notNullable()
      table.index(['subscription_id', 'id'])
      table.index(['subscription_id', 'at'])
      table.index(['dispatch_id'])
      table.index(['contact_id'])
      table.index(['at'])
    })
  }

  async down() {
    for (const table of ['webhook_attempts', 'webhook_dispatches', 'webhook_subscriptions'])
      this.schema.dropTable(table)
  }
}
