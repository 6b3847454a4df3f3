import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('ai_settings', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable().unique()
      // Null: the first that is connected, and its own model.
      c.ref('connection_id')
      c.key('model', 120)
      // What prices and the budget are in. Amounts are millionths of its unit; null: no limit.
      table.string('currency', 3).notNullable()
      table.bigInteger('budget_micros')
      table.bigInteger('budget_tokens')
      table.boolean('redact').notNullable()
      c.timestamps()
    })

    this.schema.createTable('ai_prices', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('model', 120).notNullable()
      // Millionths per million tokens.
      table.bigInteger('input').notNullable()
      table.bigInteger('cached')
      table.bigInteger('output').notNullable()
      c.timestamps()
      table.unique(['workspace_id', 'model'])
    })

    // One row per calendar month in the workspace's zone: what is spent, and what calls under way may still cost.
    this.schema.createTable('ai_months', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('month', 7).notNullable()
      table.bigInteger('spent_micros').notNullable().defaultTo(0)
      table.bigInteger('reserved_micros').notNullable().defaultTo(0)
      table.bigInteger('spent_tokens').notNullable().defaultTo(0)
      table.bigInteger('reserved_tokens').notNullable().defaultTo(0)
      c.timestamps()
      table.unique(['workspace_id', 'month'])
    })

    this.schema.createTable('ai_calls', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('month', 7).notNullable()
      c.ref('connection_id')
      c.key('connector', 60)
      c.key('model', 120)
      table.string('purpose', 30).notNullable()
      table.string('state', 20).notNullable()
      table.string('code', 60)
      c.json('params')
      table.integer('input_tokens').notNullable().defaultTo(0)
      table.integer('cached_tokens').notNullable().defaultTo(0)
      table.integer('output_tokens').notNullable().defaultTo(0)
      // Null: the price is not known.
      table.bigInteger('cost_micros')
      table.string('currency', 3).notNullable()
      table.bigInteger('reserved_micros').notNullable().defaultTo(0)
      table.bigInteger('reserved_tokens').notNullable().defaultTo(0)
      c.ref('run_id')
      c.key('node', 60)
      c.ref('contact_id').index()
      table.integer('took_ms')
      c.key('request_id')
      // Machine time: after it nobody is calling any more.
      c.instant('lease_until').notNullable()
      c.instant('settled_at')
      c.timestamps()
      table.index(['workspace_id', 'created_at'])
      table.index(['workspace_id', 'state', 'lease_until'])
    })

    this.schema.createTable('ai_approvals', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      // Run, step and visit: a step asks once.
      c.key('natural_key').notNullable()
      c.ref('pipeline_id').notNullable()
      c.ref('run_id').notNullable().index()
      c.ref('step_run_id').notNullable()
      c.key('node', 60).notNullable()
      c.ref('contact_id').notNullable().index()
      table.text('customer_text').notNullable()
      table.text('proposed_text').notNullable()
      table.text('final_text')
      table.string('language', 20)
      c.key('model', 120)
      table.string('state', 20).notNullable()
      c.ref('decided_by')
      c.instant('decided_at')
      c.instant('expires_at').notNullable()
      c.timestamps()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['workspace_id', 'state', 'created_at'])
    })
  }

  async down() {
    for (const table of ['ai_approvals', 'ai_calls', 'ai_months', 'ai_prices', 'ai_settings'])
      this.schema.dropTable(table)
  }
}
