import logger from '@adonisjs/core/services/logger'
import { clock, machineNow, SECOND } from '#app/clock'
import { bell, LANES } from './bell.ts'
import type { Lane } from './bell.ts'
import { claim, LeaseLost, putBack } from './claim.ts'
import type { ClaimedRow, PerOwner } from './claim.ts'

/** One kind of row that says what is due, and what to do with it. */
export interface Work<T extends ClaimedRow = ClaimedRow> {
  name: string
  table: string
  states: readonly string[]
  lanes?: readonly Lane[]
  /** Rows per claim. */
  batch: number
  /** Claims worked on at the same time, per lane. */
  slots?: number
  /** Machine milliseconds. Default 60 s. */
  leaseFor?: number
  perOwner?: PerOwner
  /**
   * Works on what was claimed and ends each row with `finish` or `finishAll`. What it leaves or throws comes back
   * when the lease ends; after five such crashes the row goes to `giveUp`.
   */
  handle(rows: T[]): Promise<void>
  /** Ends a row for good, with a reason that a person can read. */
  giveUp(row: T): Promise<void>
}

// The first may be another row's fault; the rest happened over this row alone, or to a machine that keeps losing power.
const MAX_CRASHES = 5
const LOOK_EVERY = SECOND
const LONGEST_REST = 50

const works: Work[] = []

/** Registered by each room's provider at boot. */
export function registerWork<T extends ClaimedRow>(work: Work<T>): void {
  works.push(work as unknown as Work)
}

export const registeredWorks = (): readonly Work[] => works

/**
 * Claims and handles once, without a loop; returns how many rows it had. Tests drive the path with this. A row that a
 * former holder crashed over is handled alone from then on, so that it is not given up for the crash of another.
 */
export async function workOnce(work: Work, lane: Lane): Promise<number> {
  const options = { ...work, lane, limit: work.batch, leaseFor: work.leaseFor ?? 60 * SECOND }
  const rows = await claim(options)
  const suspects = rows.filter((row) => row.crashes > 0)
  await putBack(work.table, suspects)

  const rest = rows.filter((row) => row.crashes === 0)
  if (rest.length > 0) await work.handle(rest)
  for (const { id } of suspects) {
    const [row] = await claim({ ...options, only: id, limit: 1 })
    if (row) await (row.crashes >= MAX_CRASHES ? work.giveUp(row) : work.handle([row]))
  }
  return rows.length
}

/** Works everything that is due, until a whole round finds nothing; for tests, the demo and `ace work:once`. */
export async function drain(): Promise<void> {
  for (let round = 0; round < 10_000; round++) {
    let worked = 0
    for (const work of works) for (const lane of work.lanes ?? LANES) worked += await workOnce(work, lane)
    if (worked === 0) return
  }
}

const fullBatch = ({ batch, perOwner }: Work): number => Math.min(batch, perOwner?.limit ?? batch)

/**
 * After a batch that was not full, for as long as it took: the busier the machine, the more gathers, and one commit
 * serves it all. Who answers webhooks gets the time in between. A quiet machine hardly rests.
 */
const rest = (took: number): Promise<void> => new Promise((rested) => setTimeout(rested, Math.min(took, LONGEST_REST)))

/** One loop per work, lane and slot; stops between rounds, so that nothing is cut off by an orderly shutdown. */
export class Worker {
  #stopping = false
  #loops: Promise<void>[] = []
  #wake = new Set<() => void>()

  start(lanes: readonly Lane[] = LANES): void {
    for (const work of works) {
      for (const lane of work.lanes ?? LANES) {
        if (!lanes.includes(lane)) continue
        for (let slot = 0; slot < (work.slots ?? 1); slot++) this.#loops.push(this.#loop(work, lane))
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true
    for (const wake of this.#wake) wake()
    await Promise.all(this.#loops)
  }

  async #loop(work: Work, lane: Lane): Promise<void> {
    let rung = false
    let wake = () => {}
    const off = bell.on(lane, (table) => {
      if (table && table !== work.table) return
      rung = true
      wake()
    })

    while (!this.#stopping) {
      rung = false
      const began = machineNow()
      const worked = await this.#round(work, lane)
      if (worked > 0 && worked < fullBatch(work)) await rest(machineNow() - began)
      if (worked > 0 || rung || this.#stopping) continue
      await new Promise<void>((resolve) => {
        // A compressed clock makes rows due more often than once a second.
        const timer = setTimeout(resolve, Math.max(LOOK_EVERY / clock.factor, 25))
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        this.#wake.add(wake)
        if (rung) wake()
      })
      this.#wake.delete(wake)
    }
    off()
  }

  async #round(work: Work, lane: Lane): Promise<number> {
    try {
      return await workOnce(work, lane)
    } catch (error) {
      // The rows come back by themselves when their lease ends; here it only has to be seen.
      if (!(error instanceof LeaseLost)) logger.error({ err: error, work: work.name, lane }, 'work failed')
      return 0
    }
  }
}
