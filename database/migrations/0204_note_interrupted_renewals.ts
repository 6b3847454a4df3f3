import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    // The grant that was being renewed by a process that died: its answer may have been lost.
    this.schema.alterTable('oauth_renewals', (table) => {
      columns(table).key('interrupted_grant', 64)
    })
  }

  async down() {
    this.schema.alterTable('oauth_renewals', (table) => {
      table.dropColumn('interrupted_grant')
    })
  }
}
