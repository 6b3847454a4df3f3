import Stripe from 'stripe'
import type { Context, Json } from '#sdk/index'
import { asObject, Permanent } from '#sdk/index'
import { failureOf } from './failures.ts'
import type { Outcome } from './failures.ts'
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
    const outcome: Outcome = { failure: null, status: null, headers: null, body: null }
    const stripe = new Stripe(String(this.context.credentials.apiKey), {
      apiVersion: API_VERSION,
      httpClient: Stripe.createFetchHttpClient((url: string | URL | Request, init?: RequestInit) =>
        this.#send(String(url), init ?? {}, outcome)
      ),
      // Whether to call again is the core's to decide.
      maxNetworkRetries: 0,
      telemetry: false,
      appInfo: { name: 'Staffetta' },
    })
    const result = await settled(call(stripe))
    const failure = failureOf(outcome, changes)
    if (failure !== null) throw failure
    if (!result.ok) throw result.error
    return result.value
  }

  async #send(url: string, init: RequestInit, outcome: Outcome): Promise<Response> {
    const headers = new Headers(init.headers)
    // The HTTP client counts for itself.
    headers.delete('content-length')
    try {
      const { method = 'GET', body } = init
      const response = await this.context.http.fetch(url, {
        method,
        headers,
        timeout: TIMEOUT,
        ...(body ? { body } : {}),
      })
      const text = await response.text()
      Object.assign(outcome, { status: response.status, headers: response.headers, body: parsed(text) })
      return new Response(text, { status: response.status, headers: response.headers })
    } catch (failure) {
      outcome.failure = failure
      throw failure
    }
  }
}

type Settled<T> = { ok: true; value: T } | { ok: false; error: Error }

// The package's own errors hold the request: they are looked at only where Stripe said nothing wrong.
async function settled<T>(call: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await call }
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    return { ok: false, error: new Permanent(`The package stripe failed: ${name}`, { vendorCode: name }) }
  }
}

function parsed(text: string): Json | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}

/** A resource of the package as plain JSON, for what reads webhooks as well. */
export const plain = (resource: object): Json => resource as Json
