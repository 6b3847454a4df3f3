import { machineNow, SECOND } from '#app/clock'

const BELIEVED_FOR = SECOND
const LIMIT = 5_000

/**
 * Set-up that hardly ever changes, believed for a second while messages are being composed. The sender's claim reads
 * everything afresh, so an old belief can explain a message wrongly for a moment and never send one.
 */
export class Remembered<T> {
  #known = new Map<string, { value: T; until: number }>()

  async get(key: string, read: () => Promise<T>): Promise<T> {
    const found = this.#known.get(key)
    if (found && found.until > machineNow()) return found.value
    const value = await read()
    if (this.#known.size >= LIMIT) this.#known.clear()
    this.#known.set(key, { value, until: machineNow() + BELIEVED_FOR })
    return value
  }

  forget(): void {
    this.#known.clear()
  }
}
