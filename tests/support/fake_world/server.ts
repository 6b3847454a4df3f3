import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Faults } from './faults.ts'

/** One request as a fake provider received it. */
export interface FakeRequest {
  method: string
  path: string
  /** Values of the `:names` in the route's pattern. */
  params: Record<string, string>
  query: URLSearchParams
  headers: Record<string, string>
  /** The vendor's host that the caller meant, before its HTTP client was led here. */
  host: string
  rawBody: Buffer
  /** The body as JSON; `undefined` when it is none. */
  json: unknown
  /** The body as a form; empty when it is none. */
  form: URLSearchParams
}

export interface FakeAnswer {
  status?: number
  headers?: Record<string, string>
  /** An object is sent as JSON. */
  body?: unknown
}

export type FakeHandler = (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>

/** A provider's stand-in: real HTTP on loopback, routes, a log of what arrived, and faults on demand. */
export class FakeServer {
  readonly faults = new Faults()
  /** Everything that arrived, oldest first, faults included. */
  readonly requests: FakeRequest[] = []
  #routes: { method: string; pattern: RegExp; handler: FakeHandler }[] = []
  #server: Server | null = null
  #origin: string | null = null

  /** Where it listens, such as `http://127.0.0.1:40123`. */
  get origin(): string {
    if (!this.#origin) throw new Error(`${this.constructor.name} has not been started`)
    return this.#origin
  }

  /** `pattern` may hold `:name` for one segment and end in `*`. */
  route(method: string, pattern: string, handler: FakeHandler): this {
    this.#routes.push({ method, pattern: toRegExp(pattern), handler })
    return this
  }

  async start(port = 0): Promise<string> {
    const server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        response.writeHead(500, { 'content-type': 'text/plain' }).end(`fake world: ${String(error)}`)
      })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    this.#server = server
    this.#origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return this.#origin
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    this.#origin = null
    if (!server) return
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }

  /** What an ill provider answers; vendors override it to speak their own format. */
  protected failure(status: number, body: unknown, _request: FakeRequest): FakeAnswer {
    return { status, body: body ?? 'Internal Server Error' }
  }

  /** What the vendor answers to a caller that is too fast. */
  protected rateLimited(retryAfterSeconds: number, _request: FakeRequest): FakeAnswer {
    return {
      status: 429,
      headers: { 'retry-after': String(retryAfterSeconds) },
      body: { error: 'Too Many Requests' },
    }
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse) {
    const request = await toFakeRequest(incoming)
    const route = this.#routes.find(({ method, pattern }) => method === request.method && pattern.test(request.path))
    request.params = route?.pattern.exec(request.path)?.groups ?? {}
    this.requests.push(request)

    const fault = this.faults.take(request.path)
    if (fault?.kind === 'stall') return
    if (fault?.kind === 'hang_up') return void incoming.socket.destroy()
    if (fault?.kind === 'fail') return send(response, this.failure(fault.status, fault.body, request))
    if (fault?.kind === 'rate_limit') return send(response, this.rateLimited(fault.retryAfterSeconds, request))

    const answer = route ? await route.handler(request) : { status: 404, body: { error: `no route ${request.path}` } }
    if (fault?.kind === 'swallow') return
    send(response, answer)
  }
}

function toRegExp(pattern: string) {
  const source = pattern
    .split('/')
    .map((part) => {
      if (part === '*') return '.*'
      if (part.startsWith(':')) return `(?<${part.slice(1)}>[^/]+)`
      return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    })
    .join('/')
  return new RegExp(`^${source}$`)
}

async function toFakeRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const rawBody = Buffer.concat(chunks)
  const url = new URL(incoming.url ?? '/', 'http://fake')
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ])
  )
  const isForm = headers['content-type']?.includes('x-www-form-urlencoded') ?? false
  return {
    method: incoming.method ?? 'GET',
    path: decodeURI(url.pathname),
    params: {},
    query: url.searchParams,
    headers,
    host: headers['x-original-host'] ?? headers.host ?? '',
    rawBody,
    json: parseJson(rawBody),
    form: new URLSearchParams(isForm ? rawBody.toString('utf8') : ''),
  }
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'))
  } catch {
    return undefined
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: FakeAnswer) {
  const text = typeof body === 'string' || Buffer.isBuffer(body)
  const type = text ? 'text/plain' : 'application/json'
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(body === undefined ? '' : text ? body : JSON.stringify(body))
}
