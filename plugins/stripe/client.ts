import Stripe from 'stripe'
import { through } from '#sdk/index'
import type { Context, Json } from '#sdk/index'
import { failureOf } from './failures.ts'
import { API_VERSION } from './version.ts'

export interface Credentials extends Record<string, unknown> {
  apiKey: string
  webhookSecret?: string
}

/** Sent with what must not happen twice. */
export interface Once {
  idempotencyKey?: string
}

const TIMEOUT = 20_000

/** Every call to Stripe: the official package, given the context's HTTP client as its transport. */
export class StripeClient {
  readonly context: Context

  constructor(context: Context) {
    this.context = context
  }

  /** Asks. */
  read<T>(call: (stripe: Stripe) => Promise<T>): Promise<T> {
    return this.#call(call, false)
  }

  /** Changes something. Never repeated here; with the same key Stripe does it once. */
  change<T>(call: (stripe: Stripe, once: Once) => Promise<T>): Promise<T> {
    const { idempotencyKey } = this.context
    return this.#call((stripe) => call(stripe, idempotencyKey === null ? {} : { idempotencyKey }), true)
  }

  async #call<T>(call: (stripe: Stripe) => Promise<T>, changes: boolean): Promise<T> {
    const answer = await through(this.context, { name: 'stripe', changes, timeout: TIMEOUT }, ({ fetch }) =>
      call(
        new Stripe(String(this.context.credentials.apiKey), {
          apiVersion: API_VERSION,
          httpClient: Stripe.createFetchHttpClient(fetch),
          // Whether to call again is the core's to decide.
          maxNetworkRetries: 0,
          telemetry: false,
          appInfo: { name: 'Staffetta' },
        })
      )
    )
    const failure = failureOf(answer, changes)
    if (failure !== null) throw failure
    return answer.value()
  }
}

/** A resource of the package as plain JSON, for what reads webhooks as well. */
export const plain = (resource: object): Json => resource as Json
