import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const RUN = ['--import', '@poppinss/ts-exec']

export interface Child {
  origin: string
  /** Peak resident memory so far, megabytes; null where the system does not tell. */
  peakMemory(): number | null
  stop(): Promise<void>
}

/** The bare server on a database file of its own. */
export async function startBaseline(mode: 'intake' | 'path', secret: string, sink: string): Promise<Child> {
  const folder = mkdtempSync(join(tmpdir(), 'staffetta-baseline-'))
  const child = spawn(process.execPath, [...RUN, 'bin/bench/baseline_server.ts', mode, join(folder, 'db.sqlite3'), secret, sink], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { port } = JSON.parse(await firstLine(child)) as { port: number }
  return handle(child, `http://127.0.0.1:${port}`, folder)
}

export interface Installation {
  env: NodeJS.ProcessEnv
  folder: string
  target: { path: string; secret: string; shop: string }
}

/** A fresh data folder, migrated and filled. */
export function prepareInstallation(sink: string): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'staffetta-bench-'))
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    STAFFETTA_DATA_DIR: folder,
    STAFFETTA_FAKE_WORLD: JSON.stringify({ 'https://graph.facebook.com': sink }),
  }
  must(['ace.js', 'migration:run', '--force', '--no-schema-generate', '--compact-output'], env)
  const told = must([...RUN, 'bin/bench/prepare.ts'], { ...env, PORT: '1' })
  return { env, folder, target: JSON.parse(told.trim().split('\n').at(-1) ?? '{}') as Installation['target'] }
}

export async function startStaffetta({ env, folder }: Installation, role: 'all' | 'web'): Promise<Child> {
  const port = await freePort()
  const child = spawn(process.execPath, [...RUN, 'bin/server.ts'], {
    cwd: ROOT,
    env: { ...env, STAFFETTA_ROLE: role, HOST: '127.0.0.1', PORT: String(port), APP_URL: `http://127.0.0.1:${port}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const origin = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error('The server ended before it listened')
    const answer = await fetch(`${origin}/health`).catch(() => null)
    if (answer?.ok) return handle(child, origin, folder)
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('The server did not answer within 30 s')
}

function handle(child: ChildProcess, origin: string, folder: string): Child {
  return {
    origin,
    peakMemory: () => memoryOf(child.pid),
    async stop() {
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function memoryOf(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return peak ? Math.round(Number(peak[1]) / 1024) : null
}

function must(args: string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stdout}`)
  return stdout
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout!) return String(chunk).split('\n')[0]
  throw new Error('The baseline ended before it listened')
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
