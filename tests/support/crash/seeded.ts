/** Chance that can be had again: the seed is printed, and `CRASH_SEED` repeats it. */
export class Seeded {
  readonly seed: number
  #state: number

  constructor(seed = Number(process.env.CRASH_SEED) || Math.floor(Math.random() * 2 ** 31)) {
    this.seed = seed
    this.#state = seed
  }

  /** A whole number from `low` to `high`, both included (mulberry32). */
  between(low: number, high: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return low + (((t ^ (t >>> 14)) >>> 0) % (high - low + 1))
  }
}
