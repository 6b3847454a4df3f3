import type { Context } from '#sdk/index'

/** What the shop answered, or why it did not. Kept beside the SDK, whose errors hold the key's secret. */
export interface Outcome {
  /** Thrown by the HTTP client: no answer came. */
  failure: unknown
  status: number | null
  headers: Headers | null
  /** Undefined for what is no JSON: a proxy's page, or a theme's. */
  body: unknown
}

export interface Treatment {
  /** The call changes something, so it is made once. */
  changes: boolean
  /** Milliseconds. */
  timeout: number
}

/** As much as is used of what axios, inside the SDK, hands to its adapter. */
interface AxiosRequest {
  url: string
  method?: string
  params?: Record<string, unknown>
  auth?: { username: string; password: string }
  data?: string
}

/**
 * Gives `@woocommerce/woocommerce-rest-api` the context's HTTP client as its transport: an axios adapter that answers
 * every status, so that the SDK never makes an error of its own. Time-outs, declared hosts, redaction and the fake world
 * hold for it as for everything else.
 */
export class Transport {
  readonly #context: Context
  readonly #treatment: Treatment
  outcome: Outcome = { failure: null, status: null, headers: null, body: undefined }

  constructor(context: Context, treatment: Treatment) {
    this.#context = context
    this.#treatment = treatment
  }

  get adapter() {
    return async (request: AxiosRequest) => {
      try {
        const response = await this.#fetch(request)
        const body = parsed(await response.text())
        this.outcome = { failure: null, status: response.status, headers: response.headers, body }
      } catch (failure) {
        this.outcome = { failure, status: null, headers: null, body: undefined }
      }
      return { data: null, status: this.outcome.status ?? 0, statusText: '', headers: {}, config: request }
    }
  }

  #fetch({ url, method = 'get', params = {}, auth, data }: AxiosRequest): Promise<Response> {
    const { changes, timeout } = this.#treatment
    const headers: Record<string, string> = { accept: 'application/json' }
    if (auth) headers.authorization = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`
    if (data) headers['content-type'] = 'application/json'
    return this.#context.http.fetch(addressed(url, params), {
      method: method.toUpperCase(),
      headers,
      body: data,
      retry: !changes,
      timeout,
    })
  }
}

function addressed(url: string, params: Record<string, unknown>): URL {
  const address = new URL(url)
  for (const [name, value] of Object.entries(params)) address.searchParams.append(name, String(value))
  return address
}

// Some hosts' PHP files begin with a byte order mark, and then every answer does.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    // Told apart from a JSON null: a page is no answer of the shop's API.
    return undefined
  }
}
