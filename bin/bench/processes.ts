import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, migrate, must, peakMemory, RUN, start, startServer, stop, told } from '../children.ts'
import type { OrderTarget } from './orders.ts'

/** A server under measurement, with the folder it may fill. */
export interface Measurable {
  origin: string
  peakMemory(): number | null
  stop(): Promise<void>
}

/** The bare server on a database file of its own. */
export async function startBaseline(mode: 'intake' | 'path', secret: string, sink: string): Promise<Measurable> {
  const folder = mkdtempSync(join(tmpdir(), 'staffetta-baseline-'))
  const child = start(
    [...RUN, 'bin/bench/baseline_server.ts', mode, join(folder, 'db.sqlite3'), secret, sink],
    process.env,
    'pipe'
  )
  const { port } = told<{ port: number }>(await firstLine(child))
  return measurable(child, `http://127.0.0.1:${port}`, folder)
}

export interface Installation {
  env: NodeJS.ProcessEnv
  folder: string
  target: OrderTarget
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
  migrate(env)
  return { env, folder, target: told(must([...RUN, 'bin/bench/prepare.ts'], env)) }
}

export async function startStaffetta({ env, folder }: Installation, role: 'all' | 'web'): Promise<Measurable> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const child = await startServer({
    ...env,
    STAFFETTA_ROLE: role,
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: origin,
  })
  return measurable(child, origin, folder)
}

function measurable(child: ChildProcess, origin: string, folder: string): Measurable {
  return {
    origin,
    peakMemory: () => peakMemory(child),
    async stop() {
      await stop(child, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout!) return String(chunk).split('\n')[0]
  throw new Error('The baseline ended before it listened')
}
