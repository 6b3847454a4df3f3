/**
 * One process of several on the same database: reads the connection, says so, waits for a line on its input, then wants
 * its credentials `times` over at once, and prints what became of each. With `die` it is killed at the moment when the
 * provider's answer is here and not yet kept. Run by `tests/crash/token_renewal.spec.ts`.
 */
import 'reflect-metadata'
import { createHash } from 'node:crypto'
import diagnostics from 'node:diagnostics_channel'
import { once } from 'node:events'
import { Ignitor } from '@adonisjs/core'

const [connectionId = '', times = '1', die = ''] = process.argv.slice(2)

if (die) {
  diagnostics.subscribe('undici:request:trailers', (message) => {
    const { path } = (message as { request: { path: string } }).request
    if (path.endsWith('/token') || path.endsWith('/access_token')) process.kill(process.pid, 'SIGKILL')
  })
}

const ROOT = new URL('../../../', import.meta.url)
const app = new Ignitor(ROOT, {
  importer: (path) => import(path.startsWith('.') ? new URL(path, ROOT).href : path),
})
  .tap((application) => application.booting(async () => void (await import('#start/env'))))
  .createApp('console')
await app.init()
await app.boot()
const { Connection } = await import('#app/connectors/connection')
const { contextFor } = await import('#app/connectors/context')

const copies = await Promise.all(Array.from({ length: Number(times) }, () => Connection.findOrFail(connectionId)))
process.stdout.write('ready\n')
await once(process.stdin, 'data')

const told = await Promise.all(
  copies.map(async (copy) => {
    try {
      const { credentials } = await contextFor(copy)
      return createHash('sha256').update(String(credentials.accessToken)).digest('hex')
    } catch (error) {
      return `${(error as { code?: string }).code}: ${(error as Error).message}`
    }
  })
)
process.stdout.write(`told:${JSON.stringify(told)}\n`, () => process.exit(0))
