import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('vault_checks', (table) => {
      const c = columns(table)
      c.key('id', 40).primary()
      table.text('sealed').notNullable()
      c.instant('created_at').notNullable()
    })
    this.schema.createTable('apps', (table) => {
      const c = columns(table)
      c.id()
      c.ref('organization_id').notNullable()
      c.key('connector', 60).notNullable()
      table.string('name', 120).notNullable()
      table.text('credentials', 'mediumtext').notNullable()
      c.timestamps()
      table.index(['organization_id', 'connector'])
    })
    this.schema.createTable('connections', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('app_id').index()
      c.key('connector', 60).notNullable()
      table.string('name', 120).notNullable()
      c.key('account')
      table.string('account_label', 190)
      table.string('state', 20).notNullable()
      c.json('reason')
      c.instant('state_since').notNullable()
      table.text('credentials', 'mediumtext').notNullable()
      c.json('settings').notNullable()
      c.json('missing_scopes').notNullable()
      c.json('warnings').notNullable()
      c.instant('connected_at').notNullable()
      c.instant('checked_at')
      c.timestamps()
      table.index(['workspace_id', 'connector'])
    })
    this.schema.createTable('connection_accounts', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable().index()
      c.key('connector', 60).notNullable()
      c.key('account').notNullable()
      table.boolean('exclusive').notNullable()
      c.key('natural_key').notNullable()
      c.instant('created_at').notNullable()
      table.unique(['connector', 'natural_key'])
      table.index(['connector', 'account'])
    })
    this.schema.createTable('connection_states', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      c.key('name', 120).notNullable()
      c.json('value').notNullable()
      c.instant('updated_at').notNullable()
      table.unique(['connection_id', 'name'])
    })
    this.schema.createTable('connection_days', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('connection_id').notNullable()
      table.string('day', 10).notNullable()
      table.string('worst_state', 20).notNullable()
      c.json('reason')
      table.integer('checks').notNullable().defaultTo(0)
      table.integer('failures').notNullable().defaultTo(0)
      c.instant('updated_at').notNullable()
      table.unique(['connection_id', 'day'])
    })
    this.schema.createTable('connection_tasks', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id')
      c.ref('connection_id').index()
      table.string('kind', 20).notNullable()
      c.key('natural_key').notNullable().unique()
      c.work()
      c.timestamps()
    })
  }

  async down() {
    const tables = [
      'connection_tasks',
      'connection_days',
      'connection_states',
      'connection_accounts',
      'connections',
      'apps',
      'vault_checks',
    ]
    for (const table of tables) this.schema.dropTable(table)
  }
}
