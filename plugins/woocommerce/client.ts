import woocommerce from '@woocommerce/woocommerce-rest-api'
import { asInteger, type Context, type Json } from '#sdk/index'
import { failureOf } from './failures.ts'
import { shopUrl } from './shop.ts'
import { Transport, type Outcome, type Treatment } from './transport.ts'

/** The package is CommonJS: what Node calls its default export holds the class one level further in. */
const { default: WooCommerceRestApi } = woocommerce

type Method = 'get' | 'post' | 'put' | 'delete'
type Params = Record<string, string | number | boolean>

/** An answer with what its headers say of the list it is a page of. */
export interface Answer {
  body: unknown
  /** How many pages there are; 1 for what is no list. */
  pages: number
}

/** WordPress shops are slow; making a webhook waits for our own answer to its ping besides. */
const READ_TIMEOUT = 20_000
const CHANGE_TIMEOUT = 30_000

/** Every call to a shop's REST API. */
export class WooClient {
  readonly context: Context
  /** The shop is set to plain addresses, found out by the first call that ends in a page. */
  #plain = false

  constructor(context: Context) {
    this.context = context
  }

  /** Asks. May be repeated by the HTTP client. */
  read(path: string, params: Params = {}): Promise<Answer> {
    return this.#call({ method: 'get', path, params }, { changes: false, timeout: READ_TIMEOUT })
  }

  /** Changes something. Never repeated; without an answer its outcome is unknown. */
  change(method: 'post' | 'put', path: string, data: Json): Promise<Answer> {
    return this.#call({ method, path, data }, { changes: true, timeout: CHANGE_TIMEOUT })
  }

  remove(path: string): Promise<Answer> {
    return this.#call({ method: 'delete', path, params: { force: true } }, { changes: true, timeout: CHANGE_TIMEOUT })
  }

  /** What WordPress says of itself to anybody; no key is sent. */
  async index(): Promise<unknown> {
    const transport = new Transport(this.context, { changes: false, timeout: READ_TIMEOUT })
    const address = `${shopUrl(this.context.settings)}/?rest_route=/&_fields=name,home,namespaces`
    await transport.adapter({ url: address })
    return this.#judged(transport.outcome, false).body
  }

  async #call(request: Request, treatment: Treatment): Promise<Answer> {
    const outcome = await this.#send(request, treatment)
    // Without pretty addresses the server knows no such folder. Nothing was done, so it may be asked the other way.
    if (outcome.status !== 404 || outcome.body !== undefined || this.#plain)
      return this.#judged(outcome, treatment.changes)
    this.#plain = true
    return this.#judged(await this.#send(request, treatment), treatment.changes)
  }

  async #send({ method, path, params, data }: Request, treatment: Treatment): Promise<Outcome> {
    const { credentials, settings } = this.context
    const transport = new Transport(this.context, treatment)
    const api = new WooCommerceRestApi({
      url: shopUrl(settings),
      consumerKey: String(credentials.consumerKey),
      consumerSecret: String(credentials.consumerSecret),
      version: 'wc/v3',
      wpAPIPrefix: this.#plain ? '?rest_route=' : 'wp-json',
      queryStringAuth: settings.keyInAddress === true,
      axiosConfig: { adapter: transport.adapter },
    })
    await (method === 'post' || method === 'put' ? api[method](path, data) : api[method](path, params))
    return transport.outcome
  }

  #judged(outcome: Outcome, changes: boolean): Answer {
    const failure = failureOf(outcome, { changes, keyInHeader: this.context.settings.keyInAddress !== true })
    if (failure) throw failure
    return { body: outcome.body, pages: asInteger(outcome.headers?.get('x-wp-totalpages')) ?? 1 }
  }
}

interface Request {
  method: Method
  path: string
  params?: Params
  data?: Json
}
