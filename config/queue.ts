import { globSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import { defineConfig, drivers } from '@adonisjs/queue'
import { hasRedis } from '#config/redis'
import env from '#start/env'

/** Schedules and long jobs only: due work lives in our own tables (see app/work). */
export default defineConfig({
  default: env.get('QUEUE_DRIVER', 'database'),
  adapters: {
    database: drivers.database({ connectionName: env.get('DB_CONNECTION', 'sqlite') }),
    // Naming it opens a connection, which an installation without Redis would retry for ever.
    ...(hasRedis && { redis: drivers.redis({ connectionName: 'main' }) }),
    sync: drivers.sync(),
  },
  worker: {
    concurrency: 2,
    idleDelay: '1s',
    stalledThreshold: '30s',
    stalledInterval: '10s',
    // Past this count the engine deletes the job without a trace, so the default of one would lose work.
    maxStalledCount: 10,
  },
  // Files, not a pattern: the engine reads patterns from the working directory, which is not where a build lives.
  locations: globSync(app.makePath('app/**/*_job.{ts,js}')),
})
