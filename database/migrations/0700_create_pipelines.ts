import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('pipelines', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      table.string('name', 120).notNullable()
      // Decides the lane of its runs and the purpose of its messages.
      table.string('kind', 20).notNullable()
      table.string('state', 20).notNullable()
      // Of several pipelines that one event starts, the highest goes first.
      table.integer('priority').notNullable().defaultTo(0)
      c.json('draft').notNullable()
      c.ref('version_id')
      c.key('library_key')
      c.instant('archived_at')
      c.timestamps()
      table.index(['workspace_id', 'id'])
    })

    this.schema.createTable('pipeline_versions', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('pipeline_id').notNullable()
      table.integer('version').notNullable()
      c.json('graph').notNullable()
      c.ref('published_by')
      c.instant('published_at').notNullable()
      table.unique(['pipeline_id', 'version'])
    })

    // Which events a pipeline listens to: to start, to leave, to reach its goal, or in a wait of any version still run.
    this.schema.createTable('pipeline_triggers', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('pipeline_id').notNullable()
      c.key('event_type', 120).notNullable()
      table.string('role', 10).notNullable()
      table.unique(['pipeline_id', 'role', 'event_type'])
      table.index(['workspace_id', 'event_type'])
    })

    this.schema.createTable('pipeline_entries', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('pipeline_id').notNullable()
      c.ref('contact_id').notNullable().index()
      c.key('entry_key').notNullable()
      c.instant('last_entered_at').notNullable()
      table.unique(['pipeline_id', 'entry_key'])
    })

    // Why an event did not start a pipeline that listens to it.
    this.schema.createTable('run_refusals', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('pipeline_id').notNullable()
      c.ref('event_id').notNullable().index()
      c.ref('contact_id').index()
      table.string('code', 60).notNullable()
      c.json('params')
      c.instant('at').notNullable()
      table.unique(['pipeline_id', 'event_id'])
      table.index(['workspace_id', 'id'])
    })
  }

  async down() {
    for (const table of ['run_refusals', 'pipeline_entries', 'pipeline_triggers', 'pipeline_versions', 'pipelines'])
      this.schema.dropTable(table)
  }
}
