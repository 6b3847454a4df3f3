import type { RequestClient } from 'twilio'
import type { Json } from '#sdk/index'
import { jsonAnswer } from '#sdk/index'
import type { TwilioContext } from './client.ts'

type Wanted = Parameters<RequestClient['request']>[0]

/** What Twilio answered. Kept beside the package, whose errors quote Twilio's words and with them phone numbers. */
export interface Outcome {
  response: Response
  /** Null for anything that is not a JSON object: a gateway's page. */
  answer: Json | null
}

/**
 * Gives the official package the context's HTTP client as its transport, so that time-outs, declared hosts, redaction
 * and the fake world hold for it as for everything else.
 */
export class Transport {
  readonly #context: TwilioContext
  readonly #retry: boolean | undefined
  outcome: Outcome | null = null
  /** What the HTTP client threw: no answer came. */
  failure: unknown = null

  constructor(context: TwilioContext, retry: boolean | undefined) {
    this.#context = context
    this.#retry = retry
  }

  async request({ method, uri, username, password, headers, params, data }: Wanted) {
    const url = new URL(uri)
    for (const [name, value] of entriesOf(params)) url.searchParams.append(name, value)
    const fields = entriesOf(data)
    const answered = await this.#fetch(url, {
      method: method.toUpperCase(),
      headers: {
        ...(headers as Record<string, string> | undefined),
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        accept: 'application/json',
      },
      ...(fields.length > 0 ? { body: String(new URLSearchParams(fields)) } : {}),
    })
    const answer = await jsonAnswer(answered)
    this.outcome = { response: answered, answer }
    return { statusCode: answered.status, body: answer ?? {}, headers: Object.fromEntries(answered.headers) }
  }

  async #fetch(url: URL, request: RequestInit): Promise<Response> {
    try {
      const { signal: _none, ...options } = request
      return await this.#context.http.fetch(url, {
        ...options,
        ...(this.#retry === undefined ? {} : { retry: this.#retry }),
      })
    } catch (failure) {
      this.failure = failure
      throw failure
    }
  }
}

/** The package hands a list over as a list, which the wire says by repeating the field. */
const entriesOf = (fields: unknown): [string, string][] =>
  Object.entries((fields ?? {}) as Record<string, unknown>).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null) return []
    return Array.isArray(value) ? value.map((one) => [name, String(one)]) : [[name, String(value)]]
  })
