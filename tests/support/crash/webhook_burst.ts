import { createHmac } from 'node:crypto'
import { givenConnection, pathOf } from '#tests/support/connections'

const SENDERS = 20

/** A provider with many webhooks to bring, each again and again until it is acknowledged. Each is about a person of its own. */
export class WebhookBurst {
  readonly size: number
  /** Which delivery each was acknowledged as. */
  readonly acknowledged = new Map<number, string>()
  readonly #secret = 'the-signing-secret-of-the-crash-test'

  constructor(size: number) {
    this.size = size
  }

  /** The connection that takes them. */
  async given(workspace: { id: string }) {
    const { endpoint } = await givenConnection(workspace, 'inbound-webhook', {
      settings: { phonePath: 'phone', firstNamePath: 'name', idPath: 'n' },
      secret: this.#secret,
    })
    if (!endpoint) throw new Error('The connection has no endpoint')
    return { endpoint, path: pathOf(endpoint) }
  }

  phoneOf(n: number): string {
    return `+3932000${String(n).padStart(5, '0')}`
  }

  get over(): boolean {
    return this.acknowledged.size === this.size
  }

  /** `url` is asked each time, since a server that comes back may live elsewhere. */
  async send(url: () => string): Promise<void> {
    await Promise.all(Array.from({ length: SENDERS }, (_, sender) => this.#share(sender, url)))
  }

  async #share(sender: number, url: () => string): Promise<void> {
    for (let n = sender; n < this.size; n += SENDERS) {
      const body = JSON.stringify({ n, phone: this.phoneOf(n), name: 'Giulia', room: 'Living room' })
      for (let id = await this.#post(url, n, body); ; id = await this.#post(url, n, body)) {
        if (id !== null) {
          this.acknowledged.set(n, id)
          break
        }
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }

  async #post(url: () => string, n: number, body: string): Promise<string | null> {
    try {
      const signature = createHmac('sha256', this.#secret).update(body).digest('hex')
      const headers = { 'content-type': 'application/json', 'webhook-id': `msg_${n}`, 'x-signature': signature }
      const response = await fetch(url(), { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) })
      if (response.status !== 200) return null
      return ((await response.json()) as { delivery: string }).delivery
    } catch {
      // The server is gone in the middle of it: a provider tries again.
      return null
    }
  }
}
