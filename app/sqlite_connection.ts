/** As much of better-sqlite3 as is meddled with here. */
export interface SqliteConnection {
  pragma(statement: string): void
  prepare(statement: string): unknown
}

// FULL, because NORMAL in WAL mode may lose rows that were already acknowledged when the power fails.
const PRAGMAS = ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 5000', 'foreign_keys = ON']

const KEPT_STATEMENTS = 500
/** Longer ones insert many rows at once, each time another number of them: they seldom come again alike. */
const WORTH_KEEPING = 4_000

/** Everything that a new connection to the embedded database needs before its first statement. */
export function prepareConnection(connection: SqliteConnection): void {
  for (const pragma of PRAGMAS) connection.pragma(pragma)
  const prepare = keepStatements(connection.prepare.bind(connection))
  // A deferred transaction that reads before it writes can fail at once when another process wrote meanwhile, whatever
  // the busy time-out says; knex has no option for it.
  connection.prepare = (statement) => prepare(statement === 'BEGIN;' ? 'BEGIN IMMEDIATE;' : statement)
}

/** Knex prepares every statement anew, which costs more than running most of them. */
function keepStatements(prepare: SqliteConnection['prepare']): SqliteConnection['prepare'] {
  const kept = new Map<string, unknown>()
  return (text) => {
    const known = kept.get(text)
    if (known) return known

    const statement = prepare(text)
    // After a change of the schema a kept `select *` would answer the old columns.
    if (/^\s*(create|alter|drop)\b/i.test(text) || kept.size >= KEPT_STATEMENTS) kept.clear()
    else if (text.length <= WORTH_KEEPING) kept.set(text, statement)
    return statement
  }
}
