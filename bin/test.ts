import 'reflect-metadata'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ignitor, prettyPrintError } from '@adonisjs/core'
import { configure, processCLIArgs, run } from '@japa/runner'

process.env.NODE_ENV = 'test'

const APP_ROOT = new URL('../', import.meta.url)

const IMPORTER = (filePath: string) => {
  const isRelative = filePath.startsWith('./') || filePath.startsWith('../')
  return import(isRelative ? new URL(filePath, APP_ROOT).href : filePath)
}

/** Several people may test at the same time: each run has a folder, and so a database, and a port of its own. */
async function standApart() {
  if (!process.env.STAFFETTA_DATA_DIR) {
    const folder = mkdtempSync(join(tmpdir(), 'staffetta-test-'))
    process.env.STAFFETTA_DATA_DIR = folder
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  }
  process.env.PORT ??= String(await freePort())
  process.env.APP_URL ??= `http://127.0.0.1:${process.env.PORT}`
}

function freePort() {
  return new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

await standApart()

new Ignitor(APP_ROOT, { importer: IMPORTER })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
    app.listen('SIGINT', () => app.terminate())
  })
  .testRunner()
  .configure(async (app) => {
    const { runnerHooks, ...config } = await import('../tests/bootstrap.js')

    processCLIArgs(process.argv.splice(2))
    configure({
      ...app.rcFile.tests,
      ...config,
      setup: runnerHooks.setup,
      teardown: [...runnerHooks.teardown, () => app.terminate()],
    })
  })
  .run(() => run())
  .catch((error) => {
    // An open database pool would keep a process that failed to boot alive for ever.
    prettyPrintError(error).finally(() => process.exit(1))
  })
