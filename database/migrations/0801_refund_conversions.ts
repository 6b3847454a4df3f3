import { BaseSchema } from '@adonisjs/lucid/schema'
import { columns } from '#database/columns'

export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('conversions', (table) => {
      const c = columns(table)
      // Minor units given back: what was earned is `amount` without them.
      c.minor('refunded').notNullable().defaultTo(0)
      // When a later consent let the held report go.
      c.instant('released_at')
    })
  }

  async down() {
    this.schema.alterTable('conversions', (table) => table.dropColumns('refunded', 'released_at'))
  }
}
