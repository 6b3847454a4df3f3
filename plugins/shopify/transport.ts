import { Readable } from 'node:stream'
import type { Context } from '#sdk/index'

/** What the shop answered, or why it did not. Kept beside the SDK, whose errors carry the token in their options. */
export interface Outcome {
  /** Thrown by the HTTP client: no answer came. */
  failure: unknown
  status: number | null
  headers: Headers | null
  body: unknown
}

interface GotRequest {
  url: URL
  method?: string
  headers: Record<string, string | string[] | undefined>
  body?: unknown
}

/**
 * Gives shopify-api-node (got 11, host fixed to myshopify.com) the context's HTTP client as its transport: a
 * `beforeRequest` hook that returns a response stands in for the network. So time-outs, declared hosts,
 * redaction and the fake world hold for it as for everything else.
 */
export class Transport {
  readonly #context: Context
  readonly #repeatable: boolean
  outcome: Outcome = { failure: null, status: null, headers: null, body: undefined }

  constructor(context: Context, { repeatable }: { repeatable: boolean }) {
    this.#context = context
    this.#repeatable = repeatable
  }

  get hooks() {
    return { beforeRequest: [(request: GotRequest) => this.#send(request)] }
  }

  async #send(request: GotRequest) {
    const response = await this.#fetch(request)
    const text = await response.text()
    this.outcome = { failure: null, status: response.status, headers: response.headers, body: parsed(text) }
    return Object.assign(Readable.from([Buffer.from(text)]), {
      statusCode: response.status,
      statusMessage: response.statusText,
      headers: plainHeaders(response.headers),
      rawHeaders: [],
      httpVersion: '1.1',
      complete: true,
    })
  }

  async #fetch({ url, method = 'GET', headers, body }: GotRequest): Promise<Response> {
    try {
      return await this.#context.http.fetch(url, {
        method,
        headers: outgoing(headers),
        body: typeof body === 'string' ? body : undefined,
        retry: this.#repeatable,
      })
    } catch (failure) {
      this.outcome = { failure, status: null, headers: null, body: undefined }
      throw failure
    }
  }
}

// The body is handed over unpacked, so the lengths and encodings of the wire no longer hold.
const OF_THE_WIRE = ['content-encoding', 'content-length', 'transfer-encoding']

function plainHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !OF_THE_WIRE.includes(name)))
}

function outgoing(headers: GotRequest['headers']): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name]) => !['accept-encoding', 'content-length'].includes(name.toLowerCase())
  )
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Told apart from a JSON null: a proxy's page is no answer of the shop's.
    return undefined
  }
}
