/** Runs a piece of work inside a booted installation that serves nothing, prints its answer as one JSON line, and ends. */
import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

const ROOT = new URL('../', import.meta.url)

export async function tell(work: () => Promise<object>): Promise<void> {
  const ignitor = new Ignitor(ROOT, {
    importer: (path) => import(path.startsWith('.') ? new URL(path, ROOT).href : path),
  })
  const app = ignitor
    .tap((application) => application.booting(async () => void (await import('#start/env'))))
    .createApp('console')
  await app.init()
  await app.boot()
  await app.start(async () => {
    process.stdout.write(`${JSON.stringify(await work())}\n`)
  })
  await app.terminate()
  process.exit(0)
}
