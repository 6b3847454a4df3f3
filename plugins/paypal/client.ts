import { Client, Environment, OrdersController, PaymentsController } from '@paypal/paypal-server-sdk'
import { asObject, isConnectorError, Permanent, Temporary, withToken } from '#sdk/index'
import type { Context, Json } from '#sdk/index'
import { failureOf, issueOf } from './failures.ts'
import type { Outcome } from './failures.ts'
import { isLive, originOf } from './hosts.ts'

interface Sent {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
}

/** As much of an axios request as the package fills in. */
interface AxiosRequest {
  method?: string
  url?: string
  headers: { toJSON(): Record<string, unknown> }
  data?: unknown
}

export interface Api {
  orders: OrdersController
  payments: PaymentsController
}

const TIMEOUT = 20_000

/** Every call to PayPal: the official package where it goes, plain HTTP for webhooks, which it does not know. */
export class PayPalClient {
  readonly context: Context

  constructor(context: Context) {
    this.context = context
  }

  /** Asks through the package. */
  read(call: (api: Api) => Promise<unknown>): Promise<Json> {
    return this.#called(call, false)
  }

  /** Changes something through the package. Never repeated here; with the same request id PayPal does it once. */
  change(call: (api: Api) => Promise<unknown>): Promise<Json> {
    return this.#called(call, true)
  }

  /** The parts of the API that the package lacks. */
  rest(method: string, path: string, body?: object): Promise<Json> {
    const changes = method !== 'GET'
    return withToken(this.context, async (token) => {
      const headers = {
        'authorization': `Bearer ${token}`,
        'accept': 'application/json',
        'content-type': 'application/json',
      }
      const url = `${originOf(this.context.settings)}${path}`
      const outcome = await this.#send({ method, url, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
      return this.#answerIn(outcome, changes)
    })
  }

  #called(call: (api: Api) => Promise<unknown>, changes: boolean): Promise<Json> {
    return withToken(this.context, async (token) => {
      let outcome: Outcome = { failure: null, status: null, headers: null, body: null }
      const client = this.#package(token, async (sent) => (outcome = await this.#send(sent)))
      const broken = await thrownBy(
        call({ orders: new OrdersController(client), payments: new PaymentsController(client) })
      )
      // What the package makes of an answer is passed over: an unknown word in it would hide that money has moved.
      if (broken !== null && outcome.status === null && outcome.failure === null)
        throw new Permanent(`The package paypal-server-sdk failed: ${broken}`, { vendorCode: broken })
      return this.#answerIn(outcome, changes)
    })
  }

  /** The package, given the context's HTTP client as its transport: axios takes an adapter. */
  #package(token: string, send: (sent: Sent) => Promise<Outcome>): Client {
    const adapter = async (config: AxiosRequest) => {
      const { method = 'GET', url = '', data } = config
      const headers = headersOf(config)
      const body = typeof data === 'string' ? data : undefined
      const outcome = await send({ method: method.toUpperCase(), url, headers, ...(body ? { body } : {}) })
      if (outcome.failure !== null) throw outcome.failure
      const answer = { status: outcome.status, statusText: '', headers: { 'content-type': 'application/json' } }
      return { ...answer, data: JSON.stringify(outcome.body ?? {}), config }
    }
    return new Client({
      environment: isLive(this.context.settings) ? Environment.Production : Environment.Sandbox,
      timeout: TIMEOUT,
      clientCredentialsAuthCredentials: {
        oAuthClientId: String(this.context.credentials.clientId),
        oAuthClientSecret: '',
        oAuthTokenProvider: async () => ({ accessToken: token, tokenType: 'Bearer' }),
      },
      unstable_httpClientOptions: { adapter },
    })
  }

  async #send({ url, ...request }: Sent): Promise<Outcome> {
    try {
      const response = await this.context.http.fetch(url, {
        ...request,
        timeout: TIMEOUT,
        retry: request.method === 'GET',
      })
      const { status, headers } = response
      return { failure: null, status, headers, body: parsed(await response.text()) }
    } catch (failure) {
      return {
        failure: failure ?? new Temporary('The call to PayPal broke off'),
        status: null,
        headers: null,
        body: null,
      }
    }
  }

  #answerIn(outcome: Outcome, changes: boolean): Json {
    const failure = failureOf(outcome, changes)
    if (failure === null) return outcome.body ?? {}
    if (isConnectorError(failure) && outcome.status !== null)
      this.context.logger.warn({
        code: issueOf(outcome.body),
        status: outcome.status,
        debugId: outcome.headers?.get('paypal-debug-id') ?? null,
      })
    throw failure
  }
}

function headersOf({ headers }: AxiosRequest): Record<string, string> {
  const given = Object.entries(headers.toJSON()).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), String(value)]))
}

// Its errors hold the request and the token with it: nothing but the name is looked at.
async function thrownBy(call: Promise<unknown>): Promise<string | null> {
  try {
    await call
    return null
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown'
  }
}

/** An empty answer is an empty object: PayPal says 204 to what it did without more to tell. */
function parsed(text: string): Json | null {
  if (text === '') return {}
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}
