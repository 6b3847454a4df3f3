import { endLeases } from './leases.ts'
import type { Seeded } from './seeded.ts'
import { until } from './server_process.ts'
import type { ServerProcess } from './server_process.ts'

interface Killing {
  server: ServerProcess
  chance: Seeded
  /** How often. */
  times: number
  /** What goes on, each told by a number that rises to `size`: kills fall into all of them, in turn. */
  progress: (() => number)[]
  size: number
  /** Nothing is left to be interrupted. */
  over: () => boolean | Promise<boolean>
  /** Looks at what the dead left behind. */
  afterEach?: () => Promise<void>
}

/** Kills at moments chosen by chance and spread over the work, and starts again each time. It runs when this ends. */
export async function killAgainAndAgain(killing: Killing): Promise<void> {
  const { server, chance, times, progress, size, over, afterEach } = killing
  for (let kill = 0; kill < times; kill++) {
    await server.start()
    const reached = progress[kill % progress.length]
    const goal = Math.min(reached() + chance.between(1, Math.ceil((3 * size) / times)), size)
    await until(async () => reached() >= goal || (await over()), 60_000)
    await new Promise((resolve) => setTimeout(resolve, chance.between(0, 40)))
    await server.kill()
    await afterEach?.()
    await endLeases()
  }
  await server.start()
}
