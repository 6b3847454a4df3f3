import logger from '@adonisjs/core/services/logger'
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import { Agent, fetch as undiciFetch } from 'undici'
import type { RequestInit as UndiciRequestInit } from 'undici'
import { machineNow, SECOND } from '#app/clock'
import { isConnectorError, Permanent } from '#sdk/errors'
import type { HttpClient, RequestOptions } from '#sdk/context'
import { fakeWorld } from './fake_world.ts'
import { watched } from './http_departures.ts'
import type { Departure } from './http_departures.ts'
import { AnswerTooLarge, failureOf } from './http_failures.ts'
import { privateHosts } from './private_hosts.ts'
import { residentAt } from './residents.ts'
import { checkUrl, guardedLookup } from './ssrf_guard.ts'

export interface ClientOptions {
  /** Hosts that may be called, `api.example.com` or `*.example.com`; what users type as URLs goes another way. */
  hosts: string[]
  /** Hosts taken from the connection's settings: what a user typed may be called, but only where it leads to the public. */
  typedHosts?: string[]
  /** Ids for the log: connection, workspace. */
  fields: Record<string, unknown>
  signal?: AbortSignal
}

const TIMEOUT = 10 * SECOND
const CONNECT_TIMEOUT = 5 * SECOND
const LARGEST_ANSWER = 20 * 1024 * 1024
const REDIRECTS = 3
const READS = new Set(['GET', 'HEAD'])
const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])

const vendorAgent = new Agent({ connect: { timeout: CONNECT_TIMEOUT }, connections: 64, keepAliveTimeout: 10 * SECOND })
const publicAgent = new Agent({ connect: { timeout: CONNECT_TIMEOUT, lookup: guardedLookup() }, connections: 16 })

/** The HTTP client of one connection. */
export function httpClient(options: ClientOptions): HttpClient {
  return { fetch: (url, request = {}) => call(new URL(url), request, options) }
}

/** A call to a URL that a user typed: only public addresses, no redirect unchecked, an answer of limited size. */
export async function userRequest(
  url: string,
  request: Omit<RequestOptions, 'userUrl'> = {},
  options: Partial<ClientOptions> = {}
): Promise<Response> {
  return call(checkUrl(url), { ...request, userUrl: true }, { hosts: [], fields: {}, ...options })
}

async function call(url: URL, request: RequestOptions, options: ClientOptions): Promise<Response> {
  const method = (request.method ?? 'GET').toUpperCase()
  const repeat = request.retry ?? (request.reads || REPEATABLE.has(method))
  const once = () => followed(url, { ...request, method }, options)
  return repeat ? retries.execute(once) : once()
}

const retries = retry(
  handleWhen(
    (error) => isConnectorError(error) && (error.code === 'E_TEMPORARY' || error.code === 'E_OUTCOME_UNKNOWN')
  ).orWhenResult((result) => result instanceof Response && result.status >= 500),
  { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 2 * SECOND }) }
)

/** Redirects are followed by hand, so that each new address is judged like the first. */
async function followed(
  first: URL,
  request: RequestOptions & { method: string },
  options: ClientOptions
): Promise<Response> {
  let url = first
  let headers = new Headers(request.headers)
  for (let hop = 0; ; hop++) {
    const response = await single(url, { ...request, headers }, options)
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || !location || !READS.has(request.method) || hop === REDIRECTS)
      return response

    const next = new URL(location, url)
    if (next.origin !== url.origin) headers = harmless(headers)
    url = next
  }
}

const HARMLESS = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])

/** A key may stand in a header of any name, so whoever we are sent on to gets none of them. */
const harmless = (headers: Headers): Headers => new Headers([...headers].filter(([name]) => HARMLESS.has(name)))

async function single(
  meant: URL,
  request: RequestOptions & { method: string },
  options: ClientOptions
): Promise<Response> {
  const standIn = fakeWorld.standInFor(meant)
  const typed = request.userUrl || (!isAmong(options.hosts, meant) && isAmong(options.typedHosts ?? [], meant))
  const trusted = Boolean(standIn) || (!request.userUrl && privateHosts.allows(meant))
  if (typed && !trusted) checkUrl(meant)
  if (!typed) mustBeDeclared(meant, options.hosts)

  const resident = standIn || typed ? null : residentAt(meant)
  if (resident)
    return resident(new Request(meant, { method: request.method, headers: request.headers, body: request.body }))
  if (!typed && fakeWorld.isBeyond(meant)) throw new Permanent(`Nobody stands in for ${meant.host}`)

  const { timeout = TIMEOUT, retry: _retry, reads = READS.has(request.method), userUrl, secretPath, ...init } = request
  const { body, headers } = await plainBody(request)
  if (standIn) headers.set('x-original-host', standIn.meant)
  if (userUrl) headers.delete('host')
  const signals = [AbortSignal.timeout(timeout), ...(options.signal ? [options.signal] : [])]
  const sending = {
    ...(init as UndiciRequestInit),
    body,
    headers: [...headers] as [string, string][],
    redirect: 'manual' as const,
    signal: AbortSignal.any(signals),
    dispatcher: typed && !trusted ? publicAgent : vendorAgent,
  }
  return logged(
    {
      ...options.fields,
      method: request.method,
      host: meant.host,
      path: userUrl || secretPath ? undefined : meant.pathname,
      reads,
    },
    async (departure) => {
      const response = await watched(departure, () => undiciFetch(standIn?.url ?? meant, sending))
      return readWhole(response as unknown as Response)
    }
  )
}

async function logged(
  { reads, ...note }: { method: string; host: string; path: string | undefined; reads: boolean },
  send: (departure: Departure) => Promise<Response>
): Promise<Response> {
  const startedAt = machineNow()
  const departure = { left: false }
  try {
    const answer = await send(departure)
    logger.debug({ ...note, status: answer.status, ms: machineNow() - startedAt }, 'called')
    return answer
  } catch (error) {
    const failure = failureOf(error, note.host, { ...departure, reads })
    logger.warn({ ...note, code: failure.code, why: failure.vendorCode, ms: machineNow() - startedAt }, 'call failed')
    throw failure
  }
}

/** Forms and files become bytes, because those of the platform are not those that undici's own `fetch` knows. */
async function plainBody({
  body,
  headers: given,
}: RequestOptions): Promise<{ body: UndiciRequestInit['body']; headers: Headers }> {
  const headers = new Headers(given)
  if (body === undefined || body === null || typeof body === 'string' || body instanceof Uint8Array)
    return { body, headers }
  const whole = new Response(body)
  const type = whole.headers.get('content-type')
  if (type && !headers.has('content-type')) headers.set('content-type', type)
  return { body: new Uint8Array(await whole.arrayBuffer()), headers }
}

/** Secrets are bound to the connector's hosts. */
function mustBeDeclared(url: URL, hosts: string[]) {
  if (isAmong(hosts, url)) return
  throw new Permanent(`The connector called ${url.host}, which is not among its hosts`, {
    vendorCode: 'host_not_declared',
  })
}

function isAmong(hosts: string[], url: URL): boolean {
  const meant = [url.host, url.hostname, ...fakeWorld.meantBy(url)]
  return hosts.some((pattern) => meant.some((host) => host === pattern || hostMatches(pattern, host)))
}

const hostMatches = (pattern: string, host: string) => pattern.startsWith('*.') && host.endsWith(pattern.slice(1))

/** The answer is read here, so that one cut off in the middle counts as no answer, and none fills the memory. */
async function readWhole(response: Response): Promise<Response> {
  if (!response.body || response.headers.get('content-type')?.startsWith('text/event-stream')) return response

  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > LARGEST_ANSWER) throw new AnswerTooLarge()
    chunks.push(chunk)
  }
  const bodiless = response.status === 204 || response.status === 205 || response.status === 304
  return new Response(bodiless ? null : Buffer.concat(chunks), {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
  })
}
