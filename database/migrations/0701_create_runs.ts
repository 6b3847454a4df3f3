import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('runs', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('natural_key').notNullable()
      c.ref('pipeline_id').notNullable()
      c.ref('version_id').notNullable()
      c.ref('contact_id').notNullable()
      c.ref('event_id').index()
      c.ref('replay_of')
      // What it is about, `cart:abc` and `order:5`: exit rules and waits may ask for the same.
      c.json('subjects').notNullable()
      c.json('variables').notNullable()
      c.json('outputs').notNullable()
      c.json('visits').notNullable()
      // The one position, and the step run that waits there.
      table.string('node', 60).notNullable()
      c.ref('step_run_id')
      // What woke it: a message's fortune, an event.
      c.json('wake')
      c.instant('asked_at')
      table.string('held_state', 20)
      table.string('held_by', 20)
      table.string('code', 60)
      c.json('params')
      c.instant('goal_at')
      c.instant('started_at').notNullable()
      c.instant('ended_at')
      c.work()
      c.timestamps()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['workspace_id', 'id'])
      table.index(['pipeline_id', 'state', 'id'])
      table.index(['contact_id', 'state'])
    })

    this.schema.createTable('step_runs', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('pipeline_id').notNullable()
      c.ref('run_id').notNullable()
      c.ref('contact_id').notNullable().index()
      table.string('node', 60).notNullable()
      table.string('type', 40).notNullable()
      table.integer('visit').notNullable()
      table.integer('attempt').notNullable().defaultTo(1)
      table.string('state', 20).notNullable()
      table.string('branch', 60)
      c.json('input')
      c.json('output')
      table.string('code', 60)
      c.json('params')
      // The idempotency key of an outside call, the same over every attempt.
      c.key('call_key')
      c.instant('until')
      c.instant('started_at').notNullable()
      c.instant('ended_at')
      table.integer('took_ms')
      table.unique(['run_id', 'node', 'visit'])
      table.index(['pipeline_id', 'started_at'])
    })

    // What a run waits for beside the clock; when it is due stands on the run itself.
    this.schema.createTable('waits', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('run_id').notNullable().unique()
      c.ref('contact_id').notNullable().index()
      c.json('wish').notNullable()
      c.instant('created_at').notNullable()
    })
  }

  async down() {
    for (const table of ['waits', 'step_runs', 'runs']) this.schema.dropTable(table)
  }
}
