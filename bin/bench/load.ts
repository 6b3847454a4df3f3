import { Pool } from 'undici'

export interface Shot {
  path: string
  headers: Record<string, string>
  body: string
}

export interface Volley {
  /** Machine milliseconds from the first request to the last answer. */
  took: number
  /** From each request to its answer, in the order of the shots. */
  latencies: number[]
  /** When each request left. */
  sentAt: number[]
  refused: number
}

/** Sends every shot once, `connections` at a time; `perSecond` spaces them out. */
export async function fire(origin: string, shots: Shot[], connections: number, perSecond?: number): Promise<Volley> {
  const pool = new Pool(origin, { connections, pipelining: 1 })
  const latencies: number[] = Array.from({ length: shots.length })
  const sentAt: number[] = Array.from({ length: shots.length })
  const start = performance.now()
  let next = 0
  let refused = 0

  const shoot = async () => {
    while (next < shots.length) {
      const at = next++
      if (perSecond) await pause(start + (at / perSecond) * 1000 - performance.now())
      sentAt[at] = performance.now()
      const answer = await pool.request({ method: 'POST', ...shots[at] })
      await answer.body.dump()
      latencies[at] = performance.now() - sentAt[at]
      if (answer.statusCode !== 200) refused += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, shoot))
  const took = performance.now() - start
  await pool.close()
  return { took, latencies, sentAt, refused }
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, Math.max(0, milliseconds)))

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const median = (values: number[]): number => percentile(values, 0.5)
