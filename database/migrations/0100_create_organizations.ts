import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('organizations', (table) => {
      const c = columns(table)
      c.id()
      table.string('name', 120).notNullable()
      table.string('kind', 20).notNullable()
      c.timestamps()
    })
    this.schema.createTable('users', (table) => {
      const c = columns(table)
      c.id()
      c.key('email').notNullable().unique()
      table.string('name', 120).notNullable()
      table.string('password', 255).notNullable()
      table.string('locale', 10)
      c.timestamps()
    })
    this.schema.createTable('organization_members', (table) => {
      const c = columns(table)
      c.id()
      c.ref('organization_id').notNullable()
      c.ref('user_id').notNullable().index()
      table.string('role', 20).notNullable()
      c.timestamps()
      table.unique(['organization_id', 'user_id'])
    })
    this.schema.createTable('workspaces', (table) => {
      const c = columns(table)
      c.id()
      c.ref('organization_id').notNullable().index()
      table.string('name', 120).notNullable()
      table.string('kind', 20).notNullable()
      table.string('state', 20).notNullable()
      table.string('timezone', 64).notNullable()
      table.string('locale', 10).notNullable()
      table.string('country', 2).notNullable()
      table.string('currency', 3).notNullable()
      c.json('settings').notNullable()
      c.timestamps()
    })
    this.schema.createTable('members', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('user_id').notNullable().index()
      table.string('role', 20).notNullable()
      c.timestamps()
      table.unique(['workspace_id', 'user_id'])
    })
  }

  async down() {
    for (const table of ['members', 'workspaces', 'organization_members', 'users', 'organizations'])
      this.schema.dropTable(table)
  }
}
