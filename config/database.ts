import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/lucid'
import env from '#start/env'

const dataDir = app.makePath(env.get('STAFFETTA_DATA_DIR'))
mkdirSync(dataDir, { recursive: true })

// FULL, because NORMAL in WAL mode may lose rows that were already acknowledged when the power fails.
const PRAGMAS = ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 5000', 'foreign_keys = ON']

type Done = (error: Error | null, connection: unknown) => void
type SqliteConnection = { pragma(statement: string): void; prepare(statement: string): unknown }
type MysqlConnection = { query(statement: string, done: (error: Error | null) => void): void }

/**
 * A deferred transaction that reads before it writes can fail at once when another process wrote meanwhile, whatever
 * the busy time-out says; knex has no option for it.
 */
function beginImmediate(connection: SqliteConnection) {
  const prepare = connection.prepare.bind(connection)
  connection.prepare = (statement) => prepare(statement === 'BEGIN;' ? 'BEGIN IMMEDIATE;' : statement)
}

const migrations = { naturalSort: true, paths: ['database/migrations'] }

export default defineConfig({
  connection: env.get('DB_CONNECTION', 'sqlite'),
  connections: {
    sqlite: {
      client: 'better-sqlite3',
      connection: { filename: join(dataDir, 'staffetta.sqlite3') },
      useNullAsDefault: true,
      pool: {
        min: 1,
        max: 1,
        afterCreate(connection: SqliteConnection, done: Done) {
          for (const pragma of PRAGMAS) connection.pragma(pragma)
          beginImmediate(connection)
          done(null, connection)
        },
      },
      migrations,
      schemaGeneration: { enabled: false },
    },
    mysql: {
      client: 'mysql2',
      connection: {
        host: env.get('DB_HOST', '127.0.0.1'),
        port: env.get('DB_PORT', 3306),
        socketPath: env.get('DB_SOCKET'),
        user: env.get('DB_USER', 'staffetta'),
        password: env.get('DB_PASSWORD', ''),
        database: env.get('DB_DATABASE', 'staffetta'),
        charset: 'utf8mb4',
        timezone: 'Z',
        // Instants are epoch milliseconds and money is minor units: both fit a JS number.
        supportBigNumbers: true,
        bigNumberStrings: false,
      },
      pool: {
        min: 1,
        max: env.get('DB_POOL', 10),
        afterCreate(connection: MysqlConnection, done: Done) {
          connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (error) => done(error, connection))
        },
      },
      migrations,
      schemaGeneration: { enabled: false },
    },
  },
})
