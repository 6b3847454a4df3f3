import { BaseSchema } from '@adonisjs/lucid/schema'
import { isMysql } from '#app/database'

const LISTS: [table: string, columns: string[]][] = [
  // Which shops orders came by.
  ['orders', ['workspace_id', 'connection_id']],
  // A log holds much of what hardly anybody looks for, and little of what everybody does.
  ['crm_entries', ['connection_id', 'outcome', 'id']],
  ['ai_calls', ['workspace_id', 'id']],
  ['ai_calls', ['workspace_id', 'month', 'state']],
  ['ai_approvals', ['workspace_id', 'id']],
  ['webhook_dispatches', ['subscription_id', 'id']],
  // How a receiver did lately is counted without reading what it answered.
  ['webhook_attempts', ['subscription_id', 'at', 'ok']],
]

/** What lists and counts of a large workspace read, no more than that. */
export default class extends BaseSchema {
  async up() {
    for (const [name, columns] of LISTS) this.schema.alterTable(name, (table) => table.index(columns))
    this.schema.alterTable('webhook_attempts', (table) => table.dropIndex(['subscription_id', 'at']))
    // Counted on every page. Whether there is a problem is all that matters: MySQL indexes long texts by a prefix only.
    const problem = isMysql(this.db) ? 'problem(1)' : 'problem'
    this.schema.raw(`create index payments_workspace_id_problem_index on payments (workspace_id, ${problem})`)
  }

  async down() {
    this.schema.alterTable('payments', (table) => table.dropIndex(['workspace_id', 'problem']))
    this.schema.alterTable('webhook_attempts', (table) => table.index(['subscription_id', 'at']))
    for (const [name, columns] of LISTS) this.schema.alterTable(name, (table) => table.dropIndex(columns))
  }
}
