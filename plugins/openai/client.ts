import OpenAI from 'openai'
import { asText, InvalidInput, isConnectorError } from '#sdk/index'
import type { Context } from '#sdk/index'
import { failureOf } from './failures.ts'

export interface Credentials extends Record<string, unknown> {
  apiKey: string
}

export interface Settings extends Record<string, unknown> {
  baseUrl?: string
  chatModel?: string
  embeddingModel?: string
  transcriptionModel?: string
  organization?: string
  project?: string
}

export const OPENAI = 'https://api.openai.com/v1'
const TIMEOUT = 45_000

export const baseUrlOf = ({ settings }: Context): string => (asText(settings.baseUrl) ?? OPENAI).replace(/\/+$/, '')

/** Its models and abilities are documented, so nothing has to be tried out. */
export const isOpenAi = (context: Context): boolean => baseUrlOf(context) === OPENAI

/** What a person calls the server. */
export const serverName = (context: Context): string =>
  isOpenAi(context) ? 'OpenAI' : new URL(baseUrlOf(context)).host

/**
 * Does some work with the vendor's package, whose transport is the context's: so time-outs, declared hosts, redaction and
 * the fake world hold for it too, and it repeats nothing by itself.
 */
export async function withClient<T>(
  context: Context,
  work: (client: OpenAI) => Promise<T>,
  timeout = TIMEOUT
): Promise<T> {
  const line = new Line(context, timeout)
  const client = new OpenAI({
    apiKey: asText(context.credentials.apiKey) ?? '',
    adminAPIKey: null,
    webhookSecret: null,
    baseURL: baseUrlOf(context),
    organization: asText(context.settings.organization),
    project: asText(context.settings.project),
    // The context's own limit comes first, and says whether the request had left.
    timeout: timeout + 5000,
    maxRetries: 0,
    logLevel: 'off',
    fetch: (url, init) => line.fetch(url, init),
  })
  try {
    return await work(client)
  } catch (error) {
    throw refusedAddress(line.failure) ?? failureOf(line.failure ?? error, serverName(context))
  }
}

/** What the guard says of an address that a person typed: the form shows it at that field. */
const ADDRESS_REFUSED = /^(url_\w+|address_not_public)$/

function refusedAddress(failure: unknown): InvalidInput | null {
  const code = isConnectorError(failure) ? failure.vendorCode : null
  return code && ADDRESS_REFUSED.test(code)
    ? new InvalidInput(`The address of the server may not be called: ${code}`, { field: 'baseUrl', vendorCode: code })
    : null
}

/** Telemetry of the package: what runs here is nobody's business. */
const TOLD = /^x-stainless-/

class Line {
  readonly #context: Context
  readonly #timeout: number
  /** Thrown by the HTTP client; the package would wrap it until it cannot be told apart. */
  failure: unknown = null

  constructor(context: Context, timeout: number) {
    this.#context = context
    this.#timeout = timeout
  }

  async fetch(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const { method = 'GET', body } = init
    const headers = new Headers([...new Headers(init.headers)].filter(([name]) => !TOLD.test(name)))
    try {
      return await this.#context.http.fetch(url instanceof Request ? url.url : url, {
        method,
        headers,
        ...(body === undefined || body === null ? {} : { body }),
        timeout: this.#timeout,
        retry: method.toUpperCase() === 'GET',
      })
    } catch (failure) {
      this.failure = failure
      throw failure
    }
  }
}
