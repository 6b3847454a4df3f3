import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('consents', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('contact_id').notNullable()
      c.key('natural_key').notNullable()
      table.string('channel', 20).notNullable()
      table.string('purpose', 20).notNullable()
      table.string('action', 20).notNullable()
      table.string('method', 60).notNullable()
      table.text('wording')
      table.string('wording_version', 60)
      table.text('way_out')
      table.string('source', 60).notNullable()
      c.json('proof').notNullable()
      c.ref('event_id')
      c.instant('occurred_at').notNullable()
      c.instant('recorded_at').notNullable()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['contact_id', 'occurred_at'])
    })

    this.schema.createTable('consent_states', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('contact_id').notNullable()
      table.string('channel', 20).notNullable()
      table.string('purpose', 20).notNullable()
      table.string('state', 20).notNullable()
      // What STOP took away, so that START gives back this and no more.
      table.string('restores', 20)
      c.ref('consent_id')
      c.instant('changed_at').notNullable()
      table.unique(['contact_id', 'channel', 'purpose'])
      table.index(['workspace_id', 'channel', 'purpose', 'state'])
    })

    this.schema.createTable('suppressions', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      // Null after an erasure, when only a hash of the address is left.
      c.ref('contact_id')
      c.key('natural_key').notNullable()
      c.key('address_hash', 64)
      table.string('channel', 20).notNullable()
      table.string('purpose', 20).notNullable()
      table.string('reason', 40).notNullable()
      c.instant('created_at').notNullable()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['contact_id'])
      table.index(['workspace_id', 'address_hash'])
    })
  }

  async down() {
    this.schema.dropTable('suppressions')
    this.schema.dropTable('consent_states')
    this.schema.dropTable('consents')
  }
}
