import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('templates', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('name').notNullable()
      table.string('purpose', 20).notNullable()
      table.string('medium', 20).notNullable()
      c.instant('archived_at')
      c.timestamps()
      table.unique(['workspace_id', 'name'])
    })
    // One row per version and language: a version is what is submitted and sent together.
    this.schema.createTable('template_versions', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('template_id').notNullable()
      table.integer('version').notNullable()
      table.string('language', 20).notNullable()
      table.string('state', 20).notNullable()
      c.json('content').notNullable()
      c.json('variables').notNullable()
      c.instant('published_at')
      c.timestamps()
      table.unique(['template_id', 'version', 'language'])
      table.index(['workspace_id', 'id'])
    })
    this.schema.createTable('template_approvals', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('template_version_id').notNullable()
      c.ref('connection_id').notNullable()
      c.key('provider_name').notNullable()
      c.key('provider_template_id')
      table.string('language', 20).notNullable()
      table.string('status', 20).notNullable()
      table.string('category', 40)
      table.string('quality', 20)
      table.string('reason', 120)
      table.text('detail')
      c.instant('submitted_at').notNullable()
      c.instant('status_since').notNullable()
      c.timestamps()
      table.unique(['template_version_id', 'connection_id'])
      table.index(['connection_id', 'provider_template_id'])
    })
  }

  async down() {
    for (const table of ['template_approvals', 'template_versions', 'templates']) this.schema.dropTable(table)
  }
}
