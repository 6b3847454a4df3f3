import { OutcomeUnknown, Temporary } from '#sdk/index'
import type { HttpClient, RequestOptions } from '#sdk/index'

/** Leads every vendor's host to one fake, for tests of a connector without the core around it. */
export function directHttp(origin: string, { timeout = 500 }: { timeout?: number } = {}): HttpClient {
  return {
    async fetch(url, options: RequestOptions = {}) {
      const wanted = new URL(url)
      const { timeout: _timeout, retry: _retry, userUrl: _userUrl, ...init } = options
      const headers = new Headers(init.headers)
      headers.set('x-original-host', wanted.host)
      try {
        return await fetch(`${origin}${wanted.pathname}${wanted.search}`, {
          ...init,
          headers,
          signal: AbortSignal.timeout(timeout),
        })
      } catch (error) {
        throw neverLeft(error)
          ? new Temporary('No connection could be made')
          : new OutcomeUnknown('The request left, but no answer came')
      }
    },
  }
}

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED'
}
