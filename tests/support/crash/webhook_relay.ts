import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Kept {
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Takes a provider's webhooks and brings each until it is acknowledged, as providers do over hours and days. */
export class WebhookRelay {
  readonly #target: () => string
  #server: Server | null = null
  #waiting: Kept[] = []
  #carriers: Promise<void>[] = []
  #open = true
  #onTheWay = 0

  constructor(target: () => string) {
    this.#target = target
  }

  async start(): Promise<string> {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      this.#waiting.push({ headers: request.headers, body: Buffer.concat(chunks) })
      response.writeHead(200).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    this.#server = server
    this.#carriers = Array.from({ length: 8 }, () => this.#carry())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }

  get empty(): boolean {
    return this.#waiting.length === 0 && this.#onTheWay === 0
  }

  async stop(): Promise<void> {
    this.#open = false
    await Promise.all(this.#carriers)
    this.#server?.closeAllConnections()
    await new Promise((resolve) => this.#server?.close(resolve))
  }

  async #carry(): Promise<void> {
    while (this.#open) {
      const next = this.#waiting.shift()
      if (!next) {
        await pause(5)
        continue
      }
      this.#onTheWay += 1
      while (this.#open && !(await this.#delivered(next))) await pause(50)
      this.#onTheWay -= 1
    }
  }

  async #delivered({ headers, body }: Kept): Promise<boolean> {
    const { 'host': _host, 'connection': _connection, 'content-length': _length, ...rest } = headers
    try {
      const response = await fetch(this.#target(), {
        method: 'POST',
        headers: rest as Record<string, string>,
        body: new Uint8Array(body),
        signal: AbortSignal.timeout(5000),
      })
      await response.arrayBuffer()
      return response.ok
    } catch {
      return false
    }
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
