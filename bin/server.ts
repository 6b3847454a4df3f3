import 'reflect-metadata'
import { Ignitor, prettyPrintError } from '@adonisjs/core'

const OPERATORS = ['E_VAULT_', 'E_DATA_FOLDER_', 'EADDRINUSE', 'EACCES']

const APP_ROOT = new URL('../', import.meta.url)

const IMPORTER = (filePath: string) => {
  const isRelative = filePath.startsWith('./') || filePath.startsWith('../')
  return import(isRelative ? new URL(filePath, APP_ROOT).href : filePath)
}

new Ignitor(APP_ROOT, { importer: IMPORTER })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
    app.listen('SIGINT', () => app.terminate())
  })
  .httpServer()
  .start()
  .catch(async (error: unknown) => {
    await explain(error)
    // An open database pool would keep a process that failed to boot alive for ever.
    process.exit(1)
  })

/** What an operator did is said in one sentence; anything else is ours and shows where it happened. */
async function explain(error: unknown) {
  const { code, message } = error as { code?: string; message?: string }
  if (code && OPERATORS.some((start) => code.startsWith(start))) process.stderr.write(`\n${message}\n`)
  else await prettyPrintError(error)
}
