import { Webhook } from 'standardwebhooks'
import { FakeServer } from './server.ts'
import type { FakeAnswer, FakeRequest } from './server.ts'

/** One request that came with a signature of ours. */
export interface Received {
  id: string
  body: Record<string, unknown>
  rawBody: string
}

/**
 * Somebody else's server that takes webhooks. It checks them as the standard's own library does, refuses what does not
 * hold, and keeps everything it accepted, repeats included.
 */
export class WebhookReceiver extends FakeServer {
  readonly received: Received[] = []
  /** How many came without a signature that holds. */
  refused = 0
  /** Any of these may have signed; empty: nothing is checked, as with a no-code tool. */
  secrets: string[] = []
  /** What it answers to what it accepts. */
  answer: (received: Received) => FakeAnswer | Promise<FakeAnswer> = () => ({ status: 200, body: { ok: true } })

  constructor() {
    super()
    this.route('POST', '/*', (request) => this.#take(request))
  }

  /** How often each id came. */
  get counts(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const { id } of this.received) counts.set(id, (counts.get(id) ?? 0) + 1)
    return counts
  }

  async #take(request: FakeRequest): Promise<FakeAnswer> {
    const rawBody = request.rawBody.toString('utf8')
    if (this.secrets.length > 0 && !this.secrets.some((secret) => holds(secret, rawBody, request.headers))) {
      this.refused += 1
      return { status: 401, body: { error: 'bad signature' } }
    }
    const received = {
      id: request.headers['webhook-id'] ?? '',
      body: (request.json ?? {}) as Record<string, unknown>,
      rawBody,
    }
    const answer = await this.answer(received)
    if ((answer.status ?? 200) < 300) this.received.push(received)
    return answer
  }
}

function holds(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers)
    return true
  } catch {
    return false
  }
}
