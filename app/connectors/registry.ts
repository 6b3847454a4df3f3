import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Connector, Implementation } from '#sdk/connector'
import { E_UNKNOWN_CONNECTOR } from './errors.ts'
import { readManifest } from './manifest.ts'
import { watched } from './watched_implementation.ts'
import type { OnExpired } from './watched_implementation.ts'

/** A plugin that was skipped, and why. */
export type PluginFault = {
  plugin: string
  error: string
}

/** Where plugins lie. */
export interface PluginSources {
  /** Each folder in it with a `connector.ts` (built: `connector.js`) is a plugin. */
  folder: string
  /** Where given, the other folders are passed over. */
  only?: string[] | null
  /** Names of installed packages whose default export is a connector. */
  packages: string[]
  /** Packages are resolved as if from this file. */
  from: string
}

const NO_PLUGINS = ['sdk', 'node_modules']

/** The connectors of this installation. Only manifests are imported; a faulty plugin is recorded and skipped. */
export class Registry {
  #connectors = new Map<string, Connector>()
  #implementations = new Map<string, Promise<Implementation>>()
  #faults: PluginFault[] = []
  #onExpired: OnExpired = () => {}

  async load({ folder, only = null, packages, from }: PluginSources): Promise<void> {
    for (const name of foldersOf(folder).filter((one) => only?.includes(one) ?? true)) {
      await this.#add(name, async () => import(pathToFileURL(manifestIn(join(folder, name))).href), name)
    }
    const { resolve } = createRequire(from)
    for (const name of packages) await this.#add(name, async () => import(pathToFileURL(resolve(name)).href))
  }

  all(): Connector[] {
    return [...this.#connectors.values()]
  }

  get(id: string): Connector | null {
    return this.#connectors.get(id) ?? null
  }

  getOrFail(id: string): Connector {
    const connector = this.get(id)
    if (!connector) throw new E_UNKNOWN_CONNECTOR([id])
    return connector
  }

  faults(): readonly PluginFault[] {
    return this.#faults
  }

  /** What the connector does, with its vendor SDK; imported at the first use. */
  async implementation(id: string): Promise<Implementation> {
    const loading = this.#implementations.get(id) ?? this.#load(id)
    this.#implementations.set(id, loading)
    try {
      return await loading
    } catch (error) {
      // A failed import may be mended without a restart, so it is tried again.
      this.#implementations.delete(id)
      throw error
    }
  }

  /** Who is told that a connection's token or key is dead, whichever call found out. */
  onExpired(listener: OnExpired): void {
    this.#onExpired = listener
  }

  /** Adds a connector that lies in no folder, such as one made in a test. */
  add(connector: Connector): void {
    this.#connectors.set(connector.id, connector)
    this.#implementations.delete(connector.id)
  }

  remove(id: string): void {
    this.#connectors.delete(id)
    this.#implementations.delete(id)
  }

  async #load(id: string): Promise<Implementation> {
    return watched(await this.getOrFail(id).load(), (connectionId, error) => this.#onExpired(connectionId, error))
  }

  async #add(plugin: string, importIt: () => Promise<{ default?: unknown }>, wantedId?: string) {
    try {
      const connector = await readManifest((await importIt()).default)
      if (wantedId && connector.id !== wantedId)
        throw new Error(`Its folder is called ${wantedId} and its id is ${connector.id}: they must be the same.`)
      if (this.#connectors.has(connector.id)) throw new Error(`Another plugin has the id ${connector.id} already.`)
      this.#connectors.set(connector.id, connector)
    } catch (error) {
      this.#faults.push({ plugin, error: error instanceof Error ? error.message : String(error) })
    }
  }
}

function foldersOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NO_PLUGINS.includes(entry.name) && !entry.name.startsWith('.'))
    .filter((entry) => readdirSync(join(folder, entry.name)).length > 0)
    .map((entry) => entry.name)
    .sort()
}

function manifestIn(folder: string): string {
  const found = ['connector.ts', 'connector.js'].map((name) => join(folder, name)).find(existsSync)
  if (!found) throw new Error('It has no connector.ts.')
  return found
}

export const connectors = new Registry()
