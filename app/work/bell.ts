import { EventEmitter } from 'node:events'

/** Lanes by urgency (architecture §8). */
export const LANES = ['intake', 'conversational', 'transactional', 'default', 'marketing'] as const
export type Lane = (typeof LANES)[number]

/** Carries rings between processes; absent when the installation is one process. */
export interface BellTransport {
  publish(lane: Lane, table?: string): void
  subscribe(ring: (lane: Lane, table?: string) => void): Promise<void>
}

/**
 * Says that a lane has work. Losing a ring costs a second, never work: workers look by themselves. Ring after the
 * commit that made the row, never inside the transaction.
 */
class Bell {
  #emitter = new EventEmitter().setMaxListeners(0)
  #transport: BellTransport | null = null

  async connect(transport: BellTransport): Promise<void> {
    this.#transport = transport
    await transport.subscribe((lane, table) => this.#emitter.emit(lane, table))
  }

  /** Who knows which table the work is in says so, and wakes only those who work on it. */
  ring(lane: Lane, table?: string): void {
    this.#emitter.emit(lane, table)
    this.#transport?.publish(lane, table)
  }

  on(lane: Lane, listener: (table?: string) => void): () => void {
    this.#emitter.on(lane, listener)
    return () => this.#emitter.off(lane, listener)
  }
}

export const bell = new Bell()
