/** Which requests a fault is for: those whose path holds this text. Absent means every request. */
type Where = { path?: string }

/**
 * - `fail`: an error answer, nothing was done;
 * - `rate_limit`: the vendor's own "too fast" answer, nothing was done;
 * - `stall`: the request arrives, nothing is done, no answer ever comes;
 * - `swallow`: the request is carried out, but the answer is lost on the way;
 * - `hang_up`: the connection is cut before anything is done.
 */
export type Fault =
  | { kind: 'fail'; status: number; body?: unknown }
  | { kind: 'rate_limit'; retryAfterSeconds: number }
  | { kind: 'stall' }
  | { kind: 'swallow' }
  | { kind: 'hang_up' }

/** The switches of one fake provider. Armed faults are used up in order; `times: Infinity` keeps one on. */
export class Faults {
  /** Every webhook is delivered twice, as at-least-once senders now and then do. */
  duplicate = false
  /** No webhook leaves at all: only polling finds out what happened. */
  silent = false

  #armed: { fault: Fault; path: string | null; left: number }[] = []

  fail(times = 1, options: Where & { status?: number; body?: unknown } = {}) {
    return this.#arm({ kind: 'fail', status: options.status ?? 500, body: options.body }, times, options)
  }

  rateLimit(times = 1, options: Where & { retryAfterSeconds?: number } = {}) {
    return this.#arm({ kind: 'rate_limit', retryAfterSeconds: options.retryAfterSeconds ?? 1 }, times, options)
  }

  stall(times = 1, options: Where = {}) {
    return this.#arm({ kind: 'stall' }, times, options)
  }

  swallowAnswer(times = 1, options: Where = {}) {
    return this.#arm({ kind: 'swallow' }, times, options)
  }

  hangUp(times = 1, options: Where = {}) {
    return this.#arm({ kind: 'hang_up' }, times, options)
  }

  goSilent() {
    this.silent = true
  }

  reset() {
    this.#armed = []
    this.duplicate = false
    this.silent = false
  }

  /** Takes the first armed fault that fits this path, or null. */
  take(path: string): Fault | null {
    const armed = this.#armed.find((each) => each.left > 0 && (each.path === null || path.includes(each.path)))
    if (!armed) return null
    armed.left -= 1
    return armed.fault
  }

  #arm(fault: Fault, times: number, where: Where) {
    this.#armed.push({ fault, path: where.path ?? null, left: times })
    return this
  }
}
