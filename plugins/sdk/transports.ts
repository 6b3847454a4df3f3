import { Readable } from 'node:stream'
import type { Context, RequestOptions } from './context.ts'
import { isConnectorError, Permanent } from './errors.ts'
import { noWord } from './outcomes.ts'

/** What a vendor answered to its own package. Kept beside it: what packages throw holds the request, and with it the key. */
export interface VendorAnswer {
  status: number
  headers: Headers
  /** The JSON of it; null for an empty answer, undefined for what is no JSON: a proxy's page. */
  body: unknown
}

/** As much of an axios request as an adapter looks at. */
interface AxiosRequest {
  url?: string
  method?: string
  headers: { toJSON(): Record<string, unknown> }
  params?: Record<string, unknown>
  auth?: { username: string; password: string }
  data?: unknown
}

interface GotRequest {
  url: URL
  method?: string
  headers: Record<string, unknown>
  body?: unknown
}

interface Sent {
  method?: string
  headers?: Record<string, unknown>
  body?: unknown
}

/**
 * Gives a vendor's package the context's HTTP client as its transport, in the form the package takes one: so time-outs,
 * declared hosts, redaction and stand-ins for tests hold for it as for everything else.
 */
export class Transport {
  /** Of the last request; null where none came. */
  answer: VendorAnswer | null = null
  /** What the HTTP client threw at the last request; the package would wrap it until it cannot be told apart. */
  failure: unknown = null
  readonly #context: Context
  readonly #options: RequestOptions

  constructor(context: Context, options: Pick<RequestOptions, 'timeout' | 'retry' | 'reads'>) {
    this.#context = context
    this.#options = options
  }

  /** For packages that take a transport of their own shape: sends, and keeps what came. */
  async send(
    url: string | URL,
    { method = 'GET', headers = {}, body }: Sent
  ): Promise<VendorAnswer & { text: string }> {
    const response = await this.pass(url, {
      method: method.toUpperCase(),
      headers: outgoing(headers),
      ...(typeof body === 'string' && body !== '' ? { body } : {}),
    })
    const text = await response.text()
    this.answer = { status: response.status, headers: response.headers, body: parsed(text) }
    return { ...this.answer, text }
  }

  /** For packages that take a `fetch`. */
  readonly fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { body, ...request } = init
    const headers = Object.fromEntries(new Headers(init.headers))
    const { status, headers: answered, text } = await this.send(String(url), { ...request, headers, body })
    return new Response(BODILESS.includes(status) ? null : text, { status, headers: plain(answered) })
  }

  /** A `fetch` whose answer is not read here, for what is streamed or sent as a file. `answer` stays null. */
  readonly pass = async (url: string | URL, init: RequestInit): Promise<Response> => {
    this.answer = this.failure = null
    try {
      const { method, headers, body } = init
      return await this.#context.http.fetch(url, { method, headers, ...(body ? { body } : {}), ...this.#options })
    } catch (failure) {
      this.failure = failure
      throw failure
    }
  }

  /** An adapter for packages built on axios. It answers every status, so that axios makes no error of its own. */
  readonly axios = async (request: AxiosRequest) => {
    const { url = '', method, params = {}, auth, data } = request
    const address = new URL(url)
    for (const [name, value] of Object.entries(params)) address.searchParams.append(name, String(value))
    const headers = { ...request.headers.toJSON(), ...(auth ? { authorization: basicAuthorization(auth) } : {}) }
    const { status, headers: answered, text } = await this.send(address, { method, headers, body: data })
    return { data: text, status, statusText: '', headers: plain(answered), config: request }
  }

  /** Hooks for packages built on got 11: a `beforeRequest` that returns a response stands in for the network. */
  get got() {
    const send = async ({ url, method, headers: asked, body }: GotRequest) => {
      const { status, headers, text } = await this.send(url, { method, headers: asked, body })
      return Object.assign(Readable.from([Buffer.from(text)]), {
        statusCode: status,
        statusMessage: '',
        headers: plain(headers),
        rawHeaders: [],
        httpVersion: '1.1',
        complete: true,
      })
    }
    return { beforeRequest: [send] }
  }
}

/** How one call by a package wants to be treated. */
export interface Through {
  /** The package's name, for errors. */
  name: string
  /** The call changes something: it is made once, and without the vendor's word its outcome is unknown. */
  changes: boolean
  timeout?: number
}

/** What came of a call by a package. */
export interface ThroughAnswer<T> extends VendorAnswer {
  /** What the package made of the answer. To be asked once the answer was found good; throws where it could make nothing of it. */
  value(): T
}

/**
 * Has a package make one call, and answers what the vendor said, whatever its status. Throws members of the closed set:
 * what the HTTP client threw, or `Permanent` where the package complained before it called anybody.
 */
export async function through<T>(
  context: Context,
  { name, changes, timeout }: Through,
  call: (transport: Transport) => PromiseLike<T>
): Promise<ThroughAnswer<T>> {
  const transport = new Transport(context, { reads: !changes, retry: !changes, ...(timeout ? { timeout } : {}) })
  const result = await settled(() => call(transport))
  const { answer, failure } = transport
  if (failure !== null) throw isConnectorError(failure) ? failure : noWord('The call broke off', changes)
  if (answer === null) throw new Permanent(`The package ${name} failed: ${result.error}`, { vendorCode: result.error })
  return {
    ...answer,
    value() {
      if (result.error === undefined) return result.value as T
      const options = { status: answer.status, vendorCode: result.error }
      throw noWord(`The package ${name} could not read the answer: ${result.error}`, changes, options)
    },
  }
}

// Of what a package throws only the name is looked at.
async function settled<T>(call: () => PromiseLike<T>): Promise<{ value?: T; error?: string }> {
  try {
    return { value: await call() }
  } catch (error) {
    return { error: error instanceof Error ? error.name : 'unknown' }
  }
}

/** RFC 7617. */
export const basicAuthorization = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const BODILESS = [204, 205, 304]
/** The client counts and unpacks for itself. */
const OF_THE_WIRE = ['accept-encoding', 'content-encoding', 'content-length', 'transfer-encoding']

function outgoing(headers: Record<string, unknown>): Record<string, string> {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  const kept = given.filter(([name, value]) => !OF_THE_WIRE.includes(name) && value !== undefined && value !== null)
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]))
}

const plain = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !OF_THE_WIRE.includes(name)))

function parsed(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
