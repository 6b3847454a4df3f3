import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/lucid'
import { prepareConnection } from '#app/sqlite_connection'
import type { SqliteConnection } from '#app/sqlite_connection'
import env from '#start/env'

const dataDir = app.makePath(env.get('STAFFETTA_DATA_DIR'))
mkdirSync(dataDir, { recursive: true })

type Done = (error: Error | null, connection: unknown) => void
type MysqlConnection = { query(statement: string, done: (error: Error | null) => void): void }

// Knex's own option: what a statement was about is personal, and errors are logged.
const discreet = { compileSqlOnError: false }

const migrations = { naturalSort: true, paths: ['database/migrations'] }

export default defineConfig({
  connection: env.get('DB_CONNECTION', 'sqlite'),
  connections: {
    sqlite: {
      client: 'better-sqlite3',
      ...discreet,
      connection: { filename: join(dataDir, 'staffetta.sqlite3') },
      useNullAsDefault: true,
      pool: {
        min: 1,
        max: 1,
        afterCreate(connection: SqliteConnection, done: Done) {
          prepareConnection(connection)
          done(null, connection)
        },
      },
      migrations,
      schemaGeneration: { enabled: false },
    },
    mysql: {
      client: 'mysql2',
      ...discreet,
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
