import { machineNow, SECOND } from '#app/clock'

/**
 * How fast one sender may send: a bucket that fills by so much a second and holds one second's worth. It lives in this
 * process; several processes that send for one connection each keep to it alone, and the provider's own answer
 * (`RateLimited`) does the rest until they share it through Redis.
 */
export class Bucket {
  #tokens: number
  #at = machineNow()
  #pausedUntil = 0
  readonly perSecond: number

  constructor(perSecond: number) {
    this.perSecond = perSecond
    this.#tokens = perSecond
  }

  /**
   * Lets go as many as there is room for, in their order; answers how many. What weighs more than a second's worth would
   * never fit: it goes as soon as there is any room, and those behind it wait for what it took.
   */
  take(weights: readonly number[]): number {
    this.#fill()
    if (machineNow() < this.#pausedUntil) return 0
    let granted = 0
    for (; granted < weights.length && this.#tokens >= 1; granted++) this.#tokens -= weights[granted]
    return granted
  }

  /** For what was taken and not sent. */
  giveBack(weight: number): void {
    this.#tokens = Math.min(this.perSecond, this.#tokens + weight)
  }

  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, machineNow() + milliseconds)
  }

  /** Machine milliseconds until there is room for one more after others of this weight. */
  waitFor(ahead: number): number {
    this.#fill()
    const needed = Math.max(0, ahead + 1 - this.#tokens)
    return Math.max(this.#pausedUntil - machineNow(), Math.ceil((needed / this.perSecond) * SECOND), 0)
  }

  #fill(): void {
    const now = machineNow()
    this.#tokens = Math.min(this.perSecond, this.#tokens + ((now - this.#at) / SECOND) * this.perSecond)
    this.#at = now
  }
}

const buckets = new Map<string, Bucket>()

export function bucketOf(connectionId: string, perSecond: number): Bucket {
  const known = buckets.get(connectionId)
  if (known?.perSecond === perSecond) return known
  const bucket = new Bucket(perSecond)
  buckets.set(connectionId, bucket)
  return bucket
}
