import { OutcomeUnknown, Permanent, Temporary } from '../errors.ts'
import type { HttpClient, RequestOptions } from '../context.ts'
import type { Script } from './kit.ts'

/** An HTTP client that asks a script instead of the network, and keeps what was asked. */
export class ScriptedHttp implements HttpClient {
  /** Every request made, oldest first; bodies can still be read. */
  readonly requests: Request[] = []
  readonly #script: Script
  readonly #hosts: string[] | null

  /** With `hosts`, any other host is refused as the core's client refuses it. */
  constructor(script: Script, hosts: string[] | null = null) {
    this.#script = script
    this.#hosts = hosts
  }

  async fetch(url: string | URL, options: RequestOptions = {}): Promise<Response> {
    const { timeout: _timeout, retry: _retry, reads, userUrl, ...init } = options
    const request = new Request(url, init as RequestInit)
    if (!userUrl) this.#refuseStrangers(new URL(request.url).hostname)
    this.requests.push(request.clone())
    const answer = await this.#script(request)
    if (answer === 'silence') throw unanswered(request.method, reads)
    if (answer === 'no_connection') throw new Temporary('No connection could be made')
    return answer
  }

  /** Everything that left, as text: for finding a key or a secret in it. */
  async sent(): Promise<string> {
    const lines = this.requests.map(async (request) => {
      const headers = [...request.headers].map(([name, value]) => `${name}: ${value}`)
      return [request.url, ...headers, await request.clone().text()].join('\n')
    })
    return (await Promise.all(lines)).join('\n\n')
  }

  #refuseStrangers(host: string) {
    if (this.#hosts === null || this.#hosts.some((pattern) => hostMatches(pattern, host))) return
    throw new Permanent(`The connector called ${host}, which is not among its hosts`, {
      vendorCode: 'host_not_declared',
    })
  }
}

function hostMatches(pattern: string, host: string) {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}

/**
 * Leads vendors' hosts to stand-ins on loopback, over real HTTP. The host that was meant travels in
 * `x-original-host`. Keys are origins, `*.` for any name: `{ 'https://*.myshopify.com': 'http://127.0.0.1:4000' }`.
 */
export class LoopbackHttp implements HttpClient {
  readonly #origins: Record<string, string>

  constructor(origins: Record<string, string>) {
    this.#origins = origins
  }

  async fetch(url: string | URL, options: RequestOptions = {}): Promise<Response> {
    const { timeout = 10_000, retry: _retry, reads, userUrl: _userUrl, ...init } = options
    const meant = new URL(url)
    const origin = Object.entries(this.#origins).find(([pattern]) =>
      hostMatches(pattern.replace(/^https?:\/\//, ''), meant.hostname)
    )?.[1]
    if (!origin) throw new Permanent(`Nothing stands in for ${meant.hostname}`, { vendorCode: 'host_not_declared' })
    const headers = new Headers(init.headers)
    headers.set('x-original-host', meant.host)
    try {
      const stand = new URL(meant.pathname + meant.search, origin)
      return await fetch(stand, { ...(init as RequestInit), headers, signal: AbortSignal.timeout(timeout) })
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause
      if (cause?.code === 'ECONNREFUSED') throw new Temporary('No connection could be made')
      throw unanswered(init.method ?? 'GET', reads)
    }
  }
}

// As the core's client does: a question changes nothing and may be asked again.
function unanswered(method: string, reads = false) {
  const asks = reads || ['GET', 'HEAD'].includes(method.toUpperCase())
  return asks ? new Temporary('No answer came') : new OutcomeUnknown('The request left, but no answer came')
}
