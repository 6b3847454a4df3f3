import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    // One per connection to a CRM: what is kept in step, and how. While it is on, it is due for asking what changed.
    this.schema.createTable('crm_syncs', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable().unique()
      c.json('mapping').notNullable()
      // The CRM's own fields and stages, as it last told them.
      c.json('fields').notNullable()
      c.json('stages').notNullable()
      c.instant('fields_at')
      table.string('activities', 10).notNullable()
      table.text('cursor')
      c.instant('asked_at')
      table.string('code', 60)
      c.json('params')
      c.work()
      c.timestamps()
      table.index(['workspace_id'])
    })

    // A contact and its record in the CRM, with what both held when they last agreed.
    this.schema.createTable('crm_links', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      c.ref('contact_id').notNullable()
      c.key('crm_id')
      c.json('base').notNullable()
      // When our own fields changed, for the rule by which the newest wins.
      c.json('changed').notNullable()
      c.instant('version')
      // Rises with every reason to look again, so that one which comes while somebody is looking is not lost.
      table.integer('wanted').notNullable().defaultTo(0)
      c.ref('backfill_id')
      table.string('code', 60)
      c.json('params')
      c.instant('synced_at')
      c.work()
      c.timestamps()
      table.unique(['connection_id', 'contact_id'])
      table.index(['connection_id', 'crm_id'])
      table.index(['contact_id'])
      table.index(['backfill_id', 'state'])
    })

    // What was found to differ, and what was done about it or why nothing was.
    this.schema.createTable('crm_entries', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      c.ref('contact_id')
      c.key('crm_id')
      table.string('outcome', 20).notNullable()
      table.string('field', 80)
      c.key('crm_field')
      table.text('before')
      table.text('after')
      // What the other side had to give up.
      table.text('lost')
      table.string('rule', 20)
      table.string('code', 60)
      c.json('params')
      c.instant('at').notNullable()
      table.index(['connection_id', 'id'])
      table.index(['contact_id', 'id'])
      table.index(['at'])
    })

    this.schema.createTable('crm_backfills', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      // The connection while it goes on, so that there is one at a time; afterwards its own id.
      c.key('natural_key').notNullable()
      table.string('direction', 10).notNullable()
      table.text('cursor')
      table.boolean('listed').notNullable().defaultTo(false)
      table.integer('total')
      table.integer('seen').notNullable().defaultTo(0)
      table.integer('changed').notNullable().defaultTo(0)
      table.integer('skipped').notNullable().defaultTo(0)
      table.integer('refused').notNullable().defaultTo(0)
      table.string('code', 60)
      c.json('params')
      c.instant('finished_at')
      c.work()
      c.timestamps()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['connection_id', 'id'])
    })

    // Chats to be logged in the CRM: a message each, or a conversation's day.
    this.schema.createTable('crm_activities', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      c.ref('contact_id').notNullable()
      c.key('natural_key').notNullable()
      table.string('kind', 10).notNullable()
      // The message or event it is about; for a day, the channel's connection.
      c.ref('about_id').notNullable()
      table.string('day', 10)
      c.key('activity_id')
      table.string('code', 60)
      c.json('params')
      c.work()
      c.timestamps()
      table.unique(['connection_id', 'natural_key'])
      table.index(['contact_id'])
    })
  }

  async down() {
    for (const table of ['crm_activities', 'crm_backfills', 'crm_entries', 'crm_links', 'crm_syncs'])
      this.schema.dropTable(table)
  }
}
