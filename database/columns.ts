import type { Knex } from 'knex'

/**
 * The one way each kind of column is made, so that both databases hold the same thing: binary collation for ids,
 * keys and hashes, epoch milliseconds in BIGINT, money in minor units, opaque JSON in long text.
 */
export function columns(table: Knex.CreateTableBuilder) {
  // SQLite compares byte by byte by default and ignores the word.
  const key = (name: string, length = 190) => table.string(name, length).collate('utf8mb4_bin')
  return {
    id: () => key('id', 32).primary(),
    ref: (name: string) => key(name, 32),
    key,
    instant: (name: string) => table.bigInteger(name),
    minor: (name: string) => table.bigInteger(name),
    json: (name: string) => table.text(name, 'longtext'),
    /** A working table's columns (architecture §8). `due_at` is business time and null when nothing is due; `lease_until` is machine time. */
    work: () => {
      table.string('lane', 20).notNullable()
      table.string('state', 20).notNullable()
      table.bigInteger('due_at')
      table.bigInteger('lease_until').notNullable().defaultTo(0)
      key('lease_token', 32)
      table.integer('attempts').notNullable().defaultTo(0)
      table.integer('crashes').notNullable().defaultTo(0)
      table.index(['lane', 'state', 'due_at'])
    },
    timestamps: () => {
      table.bigInteger('created_at').notNullable()
      table.bigInteger('updated_at').notNullable()
    },
  }
}
