/**
 * Boots the whole installation and loads what the named connectors do, as the first call of a connection would; then
 * prints which vendor packages are in the process. Run by `tests/contract/module_graph.spec.ts`.
 */
import 'reflect-metadata'
import { registerHooks } from 'node:module'
import { Ignitor } from '@adonisjs/core'

const packages = new Set<string>()
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(resolved.url) ?? []
    if (name) packages.add(name)
    return resolved
  },
})

const ROOT = new URL('../../../', import.meta.url)
const app = new Ignitor(ROOT, {
  importer: (path) => import(path.startsWith('.') ? new URL(path, ROOT).href : path),
})
  .tap((application) => application.booting(async () => void (await import('#start/env'))))
  .createApp('web')
await app.init()
await app.boot()
await import('#start/kernel')
await import('#start/routes')
const { connectors } = await import('#app/connectors/registry')
for (const id of process.argv.slice(2)) await connectors.implementation(id)
process.stdout.write(`packages:${JSON.stringify([...packages])}`)
process.exit(0)
