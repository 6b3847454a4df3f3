import { machineNow, SECOND } from '#app/clock'
import type { Client } from '#app/database'

const BELIEVED_FOR = SECOND
const LIMIT = 5_000

/**
 * Set-up that hardly ever changes, believed for a second while messages are being composed. The sender's claim reads
 * everything afresh, so an old belief can explain a message wrongly for a moment and never send one.
 */
export class Remembered<T> {
  #known = new Map<string, { value: T; until: number }>()
  #asking = new WeakMap<Client, Map<string, Promise<T>>>()

  async get(client: Client, key: string, read: () => Promise<T>): Promise<T> {
    const found = this.#known.get(key)
    return found && found.until > machineNow() ? found.value : this.#ask(client, key, read)
  }

  /**
   * Side by side on one client, one asks for all. Transactions do not wait for one another: that of the one who asks may
   * itself be waiting for a lock that the others hold.
   */
  #ask(client: Client, key: string, read: () => Promise<T>): Promise<T> {
    const asking = this.#asking.get(client) ?? new Map<string, Promise<T>>()
    this.#asking.set(client, asking)
    const asked = asking.get(key) ?? this.#read(key, read).finally(() => asking.delete(key))
    asking.set(key, asked)
    return asked
  }

  async #read(key: string, read: () => Promise<T>): Promise<T> {
    const value = await read()
    if (this.#known.size >= LIMIT) this.#known.clear()
    this.#known.set(key, { value, until: machineNow() + BELIEVED_FOR })
    return value
  }

  forget(): void {
    this.#known.clear()
    this.#asking = new WeakMap()
  }
}
