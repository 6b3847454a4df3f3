/** Receivers that have not answered yet, in this process. */
export class Busy {
  #inHand = new Map<string, Promise<void>>()

  /** Theirs is not claimed meanwhile. */
  get all(): string[] {
    return [...this.#inHand.keys()]
  }

  get size(): number {
    return this.#inHand.size
  }

  take(id: string, work: Promise<void>): void {
    // Two rounds may have begun with one receiver in the same moment: it is free when both have ended.
    const both = Promise.all([this.#inHand.get(id), work]).then(() => {
      if (this.#inHand.get(id) === both) this.#inHand.delete(id)
    })
    this.#inHand.set(id, both)
  }

  async any(): Promise<void> {
    if (this.#inHand.size > 0) await Promise.race(this.#inHand.values())
  }

  async settled(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.all(this.#inHand.values())
  }

  async allWithin(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds)
    })
    await Promise.race([this.settled(), enough])
    clearTimeout(timer)
  }
}
