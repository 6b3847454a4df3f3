import { Client, Environment, OrdersController, PaymentsController } from '@paypal/paypal-server-sdk'
import { asObject, through, withToken } from '#sdk/index'
import type { Context, Json, Transport, VendorAnswer } from '#sdk/index'
import { failureOf, issueOf } from './failures.ts'
import { isLive, originOf } from './hosts.ts'

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
    const url = `${originOf(this.context.settings)}${path}`
    return this.#call(method !== 'GET', (token, transport) => {
      const headers = {
        'authorization': `Bearer ${token}`,
        'accept': 'application/json',
        'content-type': 'application/json',
      }
      return transport.send(url, { method, headers, body: body && JSON.stringify(body) })
    })
  }

  #called(call: (api: Api) => Promise<unknown>, changes: boolean): Promise<Json> {
    return this.#call(changes, (token, transport) => {
      const client = this.#package(token, transport)
      return call({ orders: new OrdersController(client), payments: new PaymentsController(client) })
    })
  }

  // What the package makes of an answer is passed over: an unknown word in it would hide that money has moved.
  #call(changes: boolean, call: (token: string, transport: Transport) => Promise<unknown>): Promise<Json> {
    const how = { name: 'paypal-server-sdk', changes, timeout: TIMEOUT }
    return withToken(this.context, async (token) => {
      const answer = await through(this.context, how, (transport) => call(token, transport))
      return this.#bodyOf(answer, changes)
    })
  }

  /** The package, given the context's HTTP client as its transport. */
  #package(accessToken: string, { axios }: Transport): Client {
    return new Client({
      environment: isLive(this.context.settings) ? Environment.Production : Environment.Sandbox,
      timeout: TIMEOUT,
      clientCredentialsAuthCredentials: {
        oAuthClientId: String(this.context.credentials.clientId),
        oAuthClientSecret: '',
        oAuthTokenProvider: async () => ({ accessToken, tokenType: 'Bearer' }),
      },
      unstable_httpClientOptions: { adapter: axios },
    })
  }

  /** An empty answer is an empty object: PayPal says 204 to what it did without more to tell. */
  #bodyOf(answer: VendorAnswer, changes: boolean): Json {
    const failure = failureOf(answer, changes)
    if (failure === null) return asObject(answer.body) ?? {}
    const debugId = answer.headers.get('paypal-debug-id')
    this.context.logger.warn({ code: issueOf(asObject(answer.body)), status: answer.status, debugId })
    throw failure
  }
}
