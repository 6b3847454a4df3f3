/** Stands in for the Graph API and accepts every message at once, so that its own cost counts as little as it can. */
import { createServer, type Server } from 'node:http'

export class ProviderSink {
  #server: Server
  #waiting: { count: number; resolve: () => void } | null = null
  /** When each recipient's message arrived, machine milliseconds. */
  readonly arrivals = new Map<string, number>()
  /** More than one message to the same recipient: must stay empty. */
  doubled = 0

  constructor() {
    this.#server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.#accept(text)))
      })
    })
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  forget(): void {
    this.arrivals.clear()
    this.doubled = 0
  }

  /** Resolves when so many recipients have their message, or after `patience` milliseconds. */
  async received(count: number, patience: number): Promise<void> {
    if (this.arrivals.size >= count) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patience)
      this.#waiting = {
        count,
        resolve: () => {
          clearTimeout(timer)
          resolve()
        },
      }
    })
    this.#waiting = null
  }

  #accept(text: string) {
    const { to } = JSON.parse(text) as { to?: string }
    if (!to) return {}
    const recipient = to.replace(/^\+/, '')
    if (this.arrivals.has(recipient)) this.doubled += 1
    this.arrivals.set(recipient, performance.now())
    if (this.#waiting && this.arrivals.size >= this.#waiting.count) this.#waiting.resolve()
    return {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: recipient }],
      messages: [{ id: `wamid.bench${recipient}`, message_status: 'accepted' }],
    }
  }
}
