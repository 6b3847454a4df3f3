import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('contact_fields', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('name', 60).notNullable()
      table.string('title', 120).notNullable()
      table.string('type', 20).notNullable()
      c.json('options')
      table.string('currency', 3)
      table.integer('position').notNullable().defaultTo(0)
      c.instant('archived_at')
      c.timestamps()
      table.unique(['workspace_id', 'name'])
    })

    this.schema.createTable('contact_field_values', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('contact_id').notNullable()
      c.ref('field_id').notNullable()
      table.text('text_value')
      table.double('number_value')
      table.string('date_value', 10)
      table.boolean('boolean_value')
      c.minor('minor_value')
      table.string('currency', 3)
      c.instant('changed_at').notNullable()
      table.unique(['contact_id', 'field_id'])
      table.index(['field_id', 'number_value'])
      table.index(['field_id', 'date_value'])
    })

    this.schema.createTable('tags', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('natural_key').notNullable()
      table.string('name', 120).notNullable()
      c.instant('created_at').notNullable()
      table.unique(['workspace_id', 'natural_key'])
    })

    this.schema.createTable('contact_tags', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.ref('contact_id').notNullable()
      c.ref('tag_id').notNullable()
      c.instant('created_at').notNullable()
      table.unique(['contact_id', 'tag_id'])
      table.index(['tag_id', 'contact_id'])
    })
  }

  async down() {
    this.schema.dropTable('contact_tags')
    this.schema.dropTable('tags')
    this.schema.dropTable('contact_field_values')
    this.schema.dropTable('contact_fields')
  }
}
