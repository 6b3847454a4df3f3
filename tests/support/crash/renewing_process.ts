import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import app from '@adonisjs/core/services/app'
import { until } from './server_process.ts'

interface Options {
  /** How many of its callers want the credentials at once. */
  callers?: number
  /** Killed between the provider's answer and keeping it. */
  dies?: boolean
  /** Providers' stand-ins, by origin. */
  origins: Record<string, string>
}

/** A process of its own that wants a connection's credentials: ready at first, and off when it is told. */
export class RenewingProcess {
  readonly #child: ChildProcessWithoutNullStreams
  #output = ''

  constructor(connectionId: string, { callers = 1, dies = false, origins }: Options) {
    const script = ['tests/support/children/renew_tokens.ts', connectionId, String(callers), dies ? 'die' : '']
    this.#child = spawn(process.execPath, ['--import', '@poppinss/ts-exec', ...script], {
      cwd: app.makePath(),
      env: { ...process.env, STAFFETTA_FAKE_WORLD: JSON.stringify(origins) },
    })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (chunk) => (this.#output += String(chunk)))
  }

  async ready(): Promise<this> {
    await until(() => this.#output.includes('ready') || this.#child.exitCode !== null, 30_000)
    if (this.#child.exitCode !== null) throw new Error(`It did not start:\n${this.#output}`)
    return this
  }

  /** What each caller got: the hash of its token, or the error; nothing from the dead. */
  async go(): Promise<string[]> {
    const gone = once(this.#child, 'exit')
    this.#child.stdin.write('go\n')
    await gone
    return JSON.parse(/told:(.*)/.exec(this.#output)?.[1] ?? '[]') as string[]
  }

  get killed(): boolean {
    return this.#child.signalCode === 'SIGKILL'
  }
}
