import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    // Whose a CRM's deal is, as it was last told: later tellings may leave the person out.
    this.schema.createTable('deal_contacts', (table) => {
      const c = columns(table)
      c.id()
      c.ref('workspace_id').notNullable()
      c.key('natural_key').notNullable()
      c.ref('contact_id').notNullable()
      c.instant('told_at').notNullable()
      table.unique(['workspace_id', 'natural_key'])
      table.index(['contact_id'])
    })
  }

  async down() {
    this.schema.dropTable('deal_contacts')
  }
}
