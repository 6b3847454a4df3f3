import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('api_tokens', (table) => {
      const c = columns(table)
      c.instant('expires_at')
      // Addresses and CIDR ranges; null: from anywhere.
      c.json('allowed_ips')
      table.integer('per_minute')
    })

    this.schema.createTable('idempotency_keys', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      // Method, path and the caller's key.
      c.key('natural_key').notNullable()
      c.key('body_hash', 64).notNullable()
      table.string('state', 20).notNullable()
      table.integer('status')
      // Sealed: it may hold a secret that is shown once.
      table.text('answer', 'longtext')
      // Machine time.
      c.instant('lease_until').notNullable()
      c.instant('created_at').notNullable()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['created_at'])
    })
  }

  async down() {
    this.schema.dropTable('idempotency_keys')
    this.schema.alterTable('api_tokens', (table) => table.dropColumns('expires_at', 'allowed_ips', 'per_minute'))
  }
}
