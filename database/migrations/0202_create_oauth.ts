import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    // One way to a provider and back. Ten minutes old it is worth nothing, whatever it holds.
    this.schema.createTable('oauth_sign_ins', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('user_id').notNullable()
      c.ref('connection_id')
      c.key('connector', 60).notNullable()
      table.string('name', 120).notNullable()
      c.json('settings').notNullable()
      c.key('state_hash', 64).notNullable().unique()
      c.key('browser_hash', 64).notNullable()
      table.text('sealed', 'mediumtext')
      c.instant('expires_at').notNullable().index()
      c.instant('used_at')
      c.instant('created_at').notNullable()
    })
    // Who renews a connection's tokens now, and what the provider said last. Machine time throughout.
    this.schema.createTable('oauth_renewals', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable().unique()
      c.key('lease_token', 32)
      c.instant('lease_until').notNullable().defaultTo(0)
      c.key('refused_grant', 64)
      c.instant('not_before').notNullable().defaultTo(0)
    })
  }

  async down() {
    this.schema.dropTable('oauth_renewals')
    this.schema.dropTable('oauth_sign_ins')
  }
}
