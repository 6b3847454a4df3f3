import { asObject, asObjects, isConnectorError, withToken } from '#sdk/index'
import type { ConnectorError, Context, Json } from '#sdk/index'
import { failureOf, noWord } from './failures.ts'
import type { Answer } from './failures.ts'
import { ORIGIN } from './paths.ts'

export interface Credentials extends Record<string, unknown> {
  accessToken: string
  clientSecret?: string
}

/** What is remembered of the portal between calls. */
export interface Portal {
  /** The app whose token we use; what it changed is our own doing. Null where the token does not say. */
  appId: string | null
  timeZone: string | null
  currency: string | null
}

export const PORTAL = 'portal'

interface Call {
  body?: Json | string[]
  changes: boolean
  token: string
}

/** Every call to HubSpot. */
export class HubSpotClient {
  readonly context: Context

  constructor(context: Context) {
    this.context = context
  }

  /** Reads. */
  get(path: string): Promise<Json> {
    return this.#call('GET', path, { changes: false })
  }

  /** Reads by POST: searches and batches. May be repeated like any read. */
  ask(path: string, body: Json): Promise<Json> {
    return this.#call('POST', path, { body, changes: false })
  }

  /** Changes something. Never repeated here; without an answer its outcome is unknown. */
  change(method: 'POST' | 'PATCH' | 'PUT', path: string, body?: Json | string[]): Promise<Json> {
    return this.#call(method, path, { body, changes: true })
  }

  #call(method: string, path: string, call: { body?: Json | string[]; changes: boolean }): Promise<Json> {
    return withToken(this.context, (token) => this.#attempt(method, path, { ...call, token }))
  }

  async #attempt(method: string, path: string, call: Call): Promise<Json> {
    const { changes } = call
    const answer = await this.#send(method, path, call)
    const refusal = answer.status < 300 ? (changes ? refusedIn(answer) : null) : answer
    if (refusal) throw await this.#failure(refusal, changes)
    if (answer.body === null) throw noWord('HubSpot’s answer cannot be read', changes, { status: answer.status })
    return answer.body
  }

  async #failure(answer: Answer, changes: boolean): Promise<ConnectorError> {
    const zone = answer.status === 429 ? ((await this.context.state.get<Portal>(PORTAL))?.timeZone ?? null) : null
    return failureOf(answer, { changes, now: this.context.machineNow(), zone })
  }

  async #send(method: string, path: string, { body, changes, token }: Call): Promise<Answer> {
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
    }
    if (body) headers['content-type'] = 'application/json'
    try {
      const options = {
        method,
        headers,
        reads: !changes,
        retry: !changes,
        ...(body ? { body: JSON.stringify(body) } : {}),
      }
      const response = await this.context.http.fetch(`${ORIGIN}${path}`, options)
      return { status: response.status, headers: response.headers, body: parsed(await response.text()) }
    } catch (error) {
      throw isConnectorError(error) ? error : noWord('The call to HubSpot broke off', changes, { cause: error })
    }
  }
}

/**
 * A batch answers 207 and lists what it refused; the batches we write hold one record each, so one refusal is all of
 * it. In one that only reads, an error is a record that has nothing to tell.
 */
function refusedIn({ headers, body }: Answer): Answer | null {
  const [error] = asObjects(body?.errors)
  return error && asObjects(body?.results).length === 0 ? { status: 400, headers, body: error } : null
}

/** An empty answer is an empty object: HubSpot says 204 to what it did without more to tell. */
function parsed(text: string): Json | null {
  if (text === '') return {}
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}
