/** The world outside, on loopback, and the installation under show as a process of its own. */
import { execFile, type ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clock, HOUR } from '#app/clock'
import { migrate, RUN, startServer, stop, told } from '../children.ts'
import type { Cast, Prepared } from './cast.ts'
import { Ledger } from './ledger.ts'

/** A stand-in for a vendor: it is started and stopped with the world, and says which origins it stands in for. */
export interface Stand {
  start(): Promise<string>
  stop(): Promise<void>
  stands(): Record<string, string>
}

export class World {
  readonly #dataDir: string
  readonly #stands: Stand[]
  #server: ChildProcess | null = null
  ledger!: Ledger
  prepared!: Prepared

  constructor(name: string, stands: Stand[]) {
    this.#dataDir = join(String(process.env.STAFFETTA_DATA_DIR), name)
    this.#stands = stands
  }

  /** The stand-ins; they must answer before anything is connected to them. */
  async open(): Promise<void> {
    await Promise.all(this.#stands.map((stand) => stand.start()))
  }

  /** An installation made by its own functions, and its server. An hour of waiting takes so many milliseconds. */
  async begin(cast: Cast, hourTakes: number): Promise<void> {
    mkdirSync(this.#dataDir, { recursive: true })
    const compression = HOUR / hourTakes
    const env = this.#environment(compression)
    migrate(env)
    this.prepared = await prepareIn(env, cast)
    clock.compress(compression, Number(readFileSync(join(this.#dataDir, 'clock_anchor'), 'utf8')))
    this.#server = await startServer(env)
    this.ledger = new Ledger(join(this.#dataDir, 'staffetta.sqlite3'), this.prepared.workspaceId)
  }

  /** Opens a link as a person's phone would; answers where it leads. */
  async tap(url: string): Promise<string> {
    const { pathname } = new URL(url)
    const answer = await fetch(`${process.env.APP_URL}${pathname}`, {
      redirect: 'manual',
      headers: {
        'user-agent':
          'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
      },
    })
    return answer.headers.get('location') ?? ''
  }

  async end(): Promise<void> {
    this.ledger?.close()
    if (this.#server) await stop(this.#server, 'SIGTERM')
    await Promise.all(this.#stands.map((stand) => stand.stop()))
    clock.restore()
    rmSync(this.#dataDir, { recursive: true, force: true })
  }

  #environment(compression: number): NodeJS.ProcessEnv {
    const stands = Object.assign({}, ...this.#stands.map((stand) => stand.stands())) as Record<string, string>
    return {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      STAFFETTA_ROLE: 'all',
      STAFFETTA_DATA_DIR: this.#dataDir,
      STAFFETTA_TIME_COMPRESSION: String(compression),
      STAFFETTA_FAKE_WORLD: JSON.stringify(stands),
    }
  }
}

// Not with `must`: the stand-ins answer from this process, which therefore must not stand still.
async function prepareIn(env: NodeJS.ProcessEnv, cast: Cast): Promise<Prepared> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...RUN, 'bin/demo/prepare.ts', JSON.stringify(cast)],
    { env, cwd: join(import.meta.dirname, '../..') }
  )
  return told<Prepared>(stdout)
}
