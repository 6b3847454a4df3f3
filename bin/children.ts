/** Child processes that the demo and the bench start: one-off commands, and the server itself. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')

/** Flags with which Node runs our TypeScript as it is. */
export const RUN = ['--import', '@poppinss/ts-exec']

/** Runs one command to its end and answers what it printed; throws when it fails. */
export function must(args: string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stdout}`)
  return stdout
}

/** The last line of what a command printed, as JSON. */
export const told = <T>(printed: string): T => JSON.parse(printed.trim().split('\n').at(-1) ?? 'null') as T

export function migrate(env: NodeJS.ProcessEnv): void {
  must(['ace.js', 'migration:run', '--force', '--no-schema-generate', '--compact-output'], env)
}

export function start(args: string[], env: NodeJS.ProcessEnv, output: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
  return spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', output, 'inherit'] })
}

/** The built server with the flags that the launcher gives it, as it runs in production; resolves once it answers. */
export async function startServer(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = start(['--max-semi-space-size=16', 'build/bin/server.js'], { MALLOC_ARENA_MAX: '2', ...env })
  const health = `http://127.0.0.1:${env.PORT}/health`
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error('The server ended before it listened')
    const answer = await fetch(health).catch(() => null)
    if (answer?.ok) return child
    await new Promise((done) => setTimeout(done, 50))
  }
  child.kill('SIGKILL')
  throw new Error('The server did not answer within 30 s')
}

export async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill(signal)
  await gone
}

/** Peak resident memory so far, megabytes; null where the system does not tell. */
export function peakMemory({ pid }: ChildProcess): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return peak ? Math.round(Number(peak[1]) / 1024) : null
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
