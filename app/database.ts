import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { RawQueryBindings } from '@adonisjs/lucid/types/querybuilder'

export type Trx = TransactionClientContract
export type Client = QueryClientContract

/** Any stored row before a model or type names its columns. */
export type Row = Record<string, unknown>

const OVERTAKEN = 'E_OVERTAKEN'
const DEADLOCK_CODES = new Set([
  OVERTAKEN,
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
])
const MAX_TRIES = 5

/** Another transaction stored the same thing first: this one runs again, and then sees it. */
export class Overtaken extends Error {
  readonly code = OVERTAKEN

  constructor(table: string) {
    super(`Somebody else was first with a row of ${table}`)
  }
}

/** The one place where write transactions begin, and where a deadlock or a busy file makes the whole of it run again. */
export async function transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work)
    } catch (error) {
      if (attempt === MAX_TRIES || !DEADLOCK_CODES.has(codeOf(error))) throw error
    }
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

export const isMysql = (client: Client): boolean => client.dialect.name === 'mysql'

/**
 * Inserts what is not there yet and returns the rows that this call inserted. Only a clash of unique keys is
 * passed over: `INSERT IGNORE` would also hide data that is too long, so MySQL gets a no-op update instead.
 */
export async function insertNew<T extends Row & { id: string }>(
  client: Client,
  table: string,
  rows: T[]
): Promise<T[]> {
  if (rows.length === 0) return []

  const query = client.knexQuery().insert(rows).into(table)
  const insert = isMysql(client)
    ? query.onConflict().merge({ id: client.knexRawQuery(`\`${table}\`.\`id\``) })
    : query.onConflict().ignore()
  const { changes } = await execute(client, insert)
  if (changes === rows.length) return rows

  const ids = rows.map((row) => row.id)
  const stored = await client.from(table).select('id').whereIn('id', ids)
  const inserted = new Set(stored.map((row: { id: string }) => row.id))
  return rows.filter((row) => inserted.has(row.id))
}

/** Inserts rows that are known to be new. */
export async function insert(client: Client, table: string, rows: Row | Row[]): Promise<void> {
  if (Array.isArray(rows) && rows.length === 0) return
  await client.table(table).multiInsert(Array.isArray(rows) ? rows : [rows])
}

/** Inserts a row or, where its unique key is taken, changes the named columns of the one that is there. */
export async function upsert(
  client: Client,
  table: string,
  row: Row,
  unique: string[],
  change: string[]
): Promise<void> {
  await execute(client, client.knexQuery().insert(row).into(table).onConflict(unique).merge(change))
}

/**
 * Locks rows until the transaction ends. SQLite needs no word for it: its write transactions begin IMMEDIATE and
 * so are alone.
 */
export async function lockRow(trx: Trx, table: string, id: string): Promise<Row | null> {
  const query = trx.from(table).where('id', id)
  return (await (isMysql(trx) ? query.forUpdate() : query).first()) ?? null
}

/**
 * Runs a knex builder on the client's own connection, inside its transaction where it has one. Only SQLite tells how
 * many rows it inserted: MySQL counts those that it found and left as they were, too.
 */
async function execute(client: Client, builder: ReturnType<Client['knexQuery']>): Promise<{ changes?: number }> {
  const { sql, bindings } = builder.toSQL().toNative()
  return client.rawQuery(sql, [...bindings] as RawQueryBindings)
}

/** JSON columns are text in one database and parsed in another. */
export function readJson<T>(value: unknown): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T
}
