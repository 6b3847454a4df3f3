import { PassThrough } from 'node:stream'
import type { Context } from '#sdk/index'

/** What Salesforce answered, or why it did not. Kept beside jsforce, whose errors carry whole bodies. */
export interface Outcome {
  /** Thrown by the HTTP client: no answer came. */
  failure: unknown
  response: Pick<Response, 'status' | 'headers'> | null
  body: unknown
}

interface JsforceRequest {
  method: string
  url: string
  headers?: Record<string, string>
  body?: unknown
}

/**
 * jsforce asks its `_transport` for every call and wants a promise that is also a stream. This one goes through the
 * context's HTTP client, so that time-outs, declared hosts, redaction and the fake world hold for it as well.
 */
export class Transport {
  readonly #context: Context
  readonly #changes: boolean
  outcome: Outcome = { failure: null, response: null, body: undefined }

  constructor(context: Context, { changes }: { changes: boolean }) {
    this.#context = context
    this.#changes = changes
  }

  httpRequest(request: JsforceRequest) {
    return Object.assign(this.#send(request), { stream: () => new PassThrough().resume() })
  }

  async #send({ method, url, headers, body }: JsforceRequest) {
    const response = await this.#fetch(url, {
      method,
      headers: withoutLength(headers),
      body: typeof body === 'string' ? body : undefined,
      retry: !this.#changes,
    })
    const text = await response.text()
    this.outcome = { failure: null, response, body: parsed(text) }
    return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: text }
  }

  async #fetch(url: string, options: Parameters<Context['http']['fetch']>[1]): Promise<Response> {
    try {
      return await this.#context.http.fetch(url, options)
    } catch (failure) {
      this.outcome = { failure, response: null, body: undefined }
      throw failure
    }
  }
}

// The client counts for itself.
const withoutLength = (headers: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length'))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A proxy's page, or the empty answer to an update.
    return undefined
  }
}
