import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { freePort, migrate, startServer, stop } from '../children.ts'
import { median } from './load.ts'

/** What stands in for an ordinary installation: a shop, a channel, and reports. */
const THREE = 'shopify,whatsapp,meta-conversions'

interface Start {
  /** Milliseconds from the start of the process until it answers. */
  boot: number
  /** Resident megabytes a moment later. */
  memory: number
}

/** Starts the built server again and again, in turn with every connector there is and with three of them only. */
export async function compareFleet(runs: number): Promise<{ all: Start; three: Start }> {
  const all: Start[] = []
  const three: Start[] = []
  // The first start of a machine reads everything from the disk.
  await startOnce('')
  for (let run = 1; run <= runs; run++) {
    process.stderr.write(`run ${run} of ${runs}\n`)
    all.push(await startOnce(''))
    three.push(await startOnce(THREE))
  }
  const middle = (starts: Start[]): Start => ({
    boot: median(starts.map(({ boot }) => boot)),
    memory: median(starts.map(({ memory }) => memory)),
  })
  return { all: middle(all), three: middle(three) }
}

async function startOnce(connectors: string): Promise<Start> {
  const folder = mkdtempSync(join(tmpdir(), 'staffetta-fleet-'))
  const port = String(await freePort())
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    STAFFETTA_DATA_DIR: folder,
    STAFFETTA_CONNECTORS: connectors,
    HOST: '127.0.0.1',
    PORT: port,
    APP_URL: `http://127.0.0.1:${port}`,
  }
  migrate(env)
  const began = performance.now()
  const child = await startServer(env)
  try {
    const boot = performance.now() - began
    await new Promise((done) => setTimeout(done, 1000))
    return { boot, memory: residentMemory(child.pid) }
  } finally {
    await stop(child, 'SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
}

const residentMemory = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
