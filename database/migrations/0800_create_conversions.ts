import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('conversions', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      // Kind and the outcome's id: an order is one purchase, whoever tells of it.
      c.key('natural_key').notNullable()
      table.string('kind', 20).notNullable()
      c.key('outcome_id').notNullable()
      c.ref('event_id').notNullable()
      table.string('event_type', 60).notNullable()
      c.ref('contact_id')
      c.minor('amount')
      table.string('currency', 3)
      c.instant('occurred_at').notNullable()
      // What came before this moment may be credited: an order's placing, not its payment.
      c.instant('basis_at').notNullable()
      table.string('model', 20).notNullable()
      table.string('credited_by', 20)
      c.ref('message_id')
      c.instant('touched_at')
      table.string('report_state', 20).notNullable()
      table.string('report_code', 60)
      table.integer('duplicates').notNullable().defaultTo(0)
      c.work()
      c.timestamps()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['workspace_id', 'occurred_at'])
      table.index(['contact_id', 'occurred_at'])
      table.index(['message_id'])
    })

    this.schema.createTable('reports', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('conversion_id').notNullable().index()
      c.ref('connection_id').notNullable()
      c.ref('contact_id').index()
      c.key('dataset').notNullable()
      // Event name and event id: the ledger of what this dataset has been told.
      c.key('natural_key').notNullable()
      table.string('path', 20).notNullable()
      table.string('event_name', 60).notNullable()
      c.key('event_id').notNullable()
      c.instant('occurred_at').notNullable()
      c.json('details').notNullable()
      table.string('code', 60)
      table.text('detail')
      c.key('trace_id')
      c.json('warnings')
      c.json('match_keys')
      table.integer('duplicates').notNullable().defaultTo(0)
      c.instant('settled_at')
      c.work()
      c.timestamps()
      table.unique(['dataset', 'natural_key'])
      table.index(['workspace_id', 'state', 'occurred_at'])
      table.index(['connection_id', 'state'])
    })

    this.schema.createTable('conversion_mappings', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('natural_key').notNullable()
      table.string('event_type', 60).notNullable()
      table.string('kind', 20).notNullable()
      table.string('website_name', 50)
      table.string('messaging_name', 50)
      table.boolean('enabled').notNullable()
      c.timestamps()
      table.unique(['workspace_id', 'natural_key'])
    })

    this.schema.createTable('conversion_datasets', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      table.string('path', 20).notNullable()
      c.ref('connection_id').notNullable()
      c.timestamps()
      table.unique(['workspace_id', 'path'])
    })
  }

  async down() {
    for (const table of ['conversion_datasets', 'conversion_mappings', 'reports', 'conversions'])
      this.schema.dropTable(table)
  }
}
