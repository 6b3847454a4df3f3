import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('messages', (table) => {
      // Parts of an SMS, as the provider counts and charges them; null on other channels.
      table.integer('segments')
    })
  }

  async down() {
    this.schema.alterTable('messages', (table) => table.dropColumn('segments'))
  }
}
