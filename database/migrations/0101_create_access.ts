import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('invitations', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable().index()
      c.key('email').notNullable()
      table.string('role', 20).notNullable()
      c.key('token_hash', 64).notNullable().unique()
      c.ref('invited_by').notNullable()
      c.instant('expires_at').notNullable()
      c.instant('accepted_at')
      c.instant('revoked_at')
      c.timestamps()
    })
    this.schema.createTable('api_tokens', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable().index()
      table.string('name', 120).notNullable()
      c.key('token_hash', 64).notNullable().unique()
      table.string('hint', 12).notNullable()
      c.json('scopes').notNullable()
      c.ref('created_by').notNullable()
      c.instant('last_used_at')
      c.instant('revoked_at')
      c.timestamps()
    })
    this.schema.createTable('audit_entries', (table) => {
      const c = columns(table)
      c.id()
      c.ref('organization_id').notNullable()
      c.ref('workspace_id')
      table.string('actor_kind', 20).notNullable()
      c.ref('actor_id')
      table.string('action', 60).notNullable()
      table.string('subject_kind', 30).notNullable()
      c.ref('subject_id')
      c.json('before')
      c.json('after')
      table.string('ip', 45)
      c.instant('at').notNullable()
      table.index(['workspace_id', 'id'])
      table.index(['organization_id', 'id'])
    })
  }

  async down() {
    for (const table of ['audit_entries', 'api_tokens', 'invitations']) this.schema.dropTable(table)
  }
}
