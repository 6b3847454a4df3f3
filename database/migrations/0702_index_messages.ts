import { BaseSchema } from '@adonisjs/lucid/schema'

/** Messages are counted by step and by day. */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('messages', (table) => {
      table.index(['step_run_id'])
      table.index(['workspace_id', 'created_at'])
    })
  }

  async down() {
    this.schema.alterTable('messages', (table) => {
      table.dropIndex(['step_run_id'])
      table.dropIndex(['workspace_id', 'created_at'])
    })
  }
}
