import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('contacts', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      table.string('first_name', 190)
      table.string('last_name', 190)
      table.string('company', 190)
      c.key('phone', 32)
      table.string('email', 320)
      table.string('language', 35)
      table.string('country', 2)
      table.string('timezone', 64)
      table.string('city', 190)
      table.string('postal_code', 32)
      table.string('source', 60).notNullable()
      // Names, company, addresses: lower case and without accents, see search.ts.
      table.string('search', 700).notNullable().defaultTo('')
      c.instant('profile_at').notNullable()
      // Latest order, ticket or inbound message: what a transactional message may rest on.
      c.instant('basis_at')
      c.ref('merged_into')
      c.instant('erased_at')
      c.timestamps()
      table.index(['workspace_id', 'merged_into', 'id'])
      table.index(['workspace_id', 'search'])
      table.index(['merged_into'])
    })

    this.schema.createTable('contact_identities', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('contact_id').notNullable()
      // kind, issuer and value.
      c.key('natural_key').notNullable()
      table.string('kind', 20).notNullable()
      c.key('issuer').notNullable()
      table.string('value', 320).notNullable()
      table.string('source', 60).notNullable()
      c.instant('created_at').notNullable()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['contact_id', 'kind'])
    })

    this.schema.createTable('merge_suggestions', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('contact_id').notNullable()
      c.ref('other_id').notNullable()
      c.key('natural_key').notNullable()
      table.string('reason', 40).notNullable()
      table.string('state', 20).notNullable()
      c.instant('created_at').notNullable()
      c.instant('decided_at')
      c.ref('decided_by')
      table.unique(['workspace_id', 'natural_key'])
      table.index(['contact_id', 'state'])
      table.index(['other_id', 'state'])
    })

    this.schema.createTable('ad_referrals', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('contact_id').notNullable()
      c.ref('event_id').notNullable()
      c.ref('connection_id')
      c.key('natural_key').notNullable()
      table.string('channel', 20).notNullable()
      table.string('source_type', 60).notNullable()
      c.key('source_id')
      table.text('source_url')
      table.text('headline')
      table.text('body')
      table.text('click_id')
      c.key('account')
      c.instant('occurred_at').notNullable()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['contact_id', 'occurred_at'])
    })
  }

  async down() {
    this.schema.dropTable('ad_referrals')
    this.schema.dropTable('merge_suggestions')
    this.schema.dropTable('contact_identities')
    this.schema.dropTable('contacts')
  }
}
