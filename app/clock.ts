/**
 * Two clocks. *Business time* is what waits, windows, quiet hours and freshness go by: one per installation, and
 * it may run faster (a demo) or stand still (a test). *Machine time* is what leases, time-outs, token expiry and
 * signature tolerance go by, and is never faked.
 */
export const machineNow = (): number => Date.now()

class Clock {
  #anchor = 0
  #origin = 0
  #factor = 1
  #frozen: number | null = null

  /** Business time, epoch milliseconds. */
  now(): number {
    if (this.#frozen !== null) return this.#frozen
    const machine = machineNow()
    if (this.#factor === 1 && this.#origin === this.#anchor) return machine
    return Math.round(this.#origin + (machine - this.#anchor) * this.#factor)
  }

  /** The business instant at which so many machine milliseconds have passed: for what providers' time decides. */
  after(milliseconds: number): number {
    return this.now() + Math.ceil(milliseconds * this.#factor)
  }

  /** How many business milliseconds pass in one machine millisecond. */
  get factor(): number {
    return this.#factor
  }

  /** Runs `factor` times as fast from the machine instant `anchor` on, when business time was the same. */
  compress(factor: number, anchor: number): void {
    this.#factor = factor
    this.#anchor = anchor
    this.#origin = anchor
  }

  /** Stands still at `at` until moved; for tests. */
  freeze(at: number = this.now()): void {
    this.#frozen = at
  }

  /** Moves a frozen clock forward, or a running one ahead for good. */
  advance(milliseconds: number): void {
    if (this.#frozen !== null) this.#frozen += milliseconds
    else this.#origin += milliseconds
  }

  /** Back to machine time. */
  restore(): void {
    this.#frozen = null
    this.#factor = 1
    this.#anchor = 0
    this.#origin = 0
  }
}

export const clock = new Clock()

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
