import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import app from '@adonisjs/core/services/app'

/** Characters of its log. */
const KEPT = 4_000_000

/** The whole installation as a process of its own, on this test's database: to be killed, and started again. */
export class ServerProcess {
  /** Read at each start. */
  readonly env: Record<string, string>
  #port = 0
  #child: ChildProcess | null = null
  #output = ''

  constructor(env: Record<string, string> = {}) {
    this.env = env
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** The end of what it wrote into its log. */
  get output(): string {
    return this.#output
  }

  /** Where it will be, for those who must know it before it is there. */
  async reserve(): Promise<string> {
    this.#port ||= await freePort()
    return this.origin
  }

  async start(): Promise<void> {
    await this.reserve()
    this.#output = ''
    const child = spawn(process.execPath, ['--import', '@poppinss/ts-exec', 'bin/server.ts'], {
      cwd: app.makePath(),
      env: {
        ...process.env,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(this.#port),
        // Where providers are told to call back.
        APP_URL: this.origin,
        LOG_LEVEL: 'warn',
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (this.#output = (this.#output + String(chunk)).slice(-KEPT)))
    this.#child = child
    await until(async () => child.exitCode !== null || (await this.#answers()), 30_000)
    if (child.exitCode !== null) throw new Error(`The server did not start:\n${this.#output.slice(-4000)}`)
  }

  /** As when the power fails. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.origin}/health`, { signal: AbortSignal.timeout(500) })).ok
    } catch {
      return false
    }
  }
}

/** Looks every few milliseconds until it holds. */
export async function until(holds: () => boolean | Promise<boolean>, atMost: number): Promise<void> {
  const end = Date.now() + atMost
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come about within ${atMost} ms`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
