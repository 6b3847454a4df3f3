import { machineNow, SECOND } from '#app/clock'

/** Another process may have changed the row: what was read is believed for so long. */
const BELIEVED_FOR = 10 * SECOND
/** Guessed tokens must not fill the memory. */
const LIMIT = 10_000

const memories: Memory<unknown>[] = []

/** Keeps what hot paths would otherwise read from the database again for each request or message. */
export class Memory<T> {
  #known = new Map<string, { value: T; until: number }>()

  constructor() {
    memories.push(this)
  }

  async get(key: string, find: () => Promise<T>): Promise<T> {
    const found = this.#known.get(key)
    if (found && found.until > machineNow()) return found.value

    const value = await find()
    if (this.#known.size >= LIMIT) this.clear()
    this.#known.set(key, { value, until: machineNow() + BELIEVED_FOR })
    return value
  }

  clear(): void {
    this.#known.clear()
  }
}

/** To be called after every change of an endpoint, an app, or a connection's credentials, settings or state. */
export function forget(): void {
  for (const memory of memories) memory.clear()
}
