import woocommerce from '@woocommerce/woocommerce-rest-api'
import { asInteger, asObject, through } from '#sdk/index'
import type { Context, Json, Through, Transport, VendorAnswer } from '#sdk/index'
import { failureOf } from './failures.ts'
import { shopUrl } from './shop.ts'

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
const READING = { changes: false, timeout: 20_000 }
const CHANGING = { changes: true, timeout: 30_000 }

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
    return this.#call({ method: 'get', path, params }, READING)
  }

  /** Changes something. Never repeated; without an answer its outcome is unknown. */
  change(method: 'post' | 'put', path: string, data: Json): Promise<Answer> {
    return this.#call({ method, path, data }, CHANGING)
  }

  remove(path: string): Promise<Answer> {
    return this.#call({ method: 'delete', path, params: { force: true } }, CHANGING)
  }

  /** What WordPress says of itself to anybody; no key is sent. */
  async index(): Promise<unknown> {
    const address = `${shopUrl(this.context.settings)}/?rest_route=/&_fields=name,home,namespaces`
    const call = (transport: Transport) => transport.send(address, { headers: { accept: 'application/json' } })
    return this.#judged(await through(this.context, { ...READING, name: 'WordPress' }, call), false).body
  }

  async #call(request: Request, how: Manner): Promise<Answer> {
    const answer = await this.#send(request, how)
    // Without pretty addresses the server knows no such folder. Nothing was done, so it may be asked the other way.
    if (answer.status !== 404 || asObject(answer.body) || this.#plain) return this.#judged(answer, how.changes)
    this.#plain = true
    return this.#judged(await this.#send(request, how), how.changes)
  }

  #send({ method, path, params, data }: Request, how: Manner): Promise<VendorAnswer> {
    const { credentials, settings } = this.context
    return through(this.context, { ...how, name: 'woocommerce-rest-api' }, ({ axios }) => {
      const api = new WooCommerceRestApi({
        url: shopUrl(settings),
        consumerKey: String(credentials.consumerKey),
        consumerSecret: String(credentials.consumerSecret),
        version: 'wc/v3',
        wpAPIPrefix: this.#plain ? '?rest_route=' : 'wp-json',
        queryStringAuth: settings.keyInAddress === true,
        axiosConfig: { adapter: axios },
      })
      return method === 'post' || method === 'put' ? api[method](path, data) : api[method](path, params)
    })
  }

  #judged(answer: VendorAnswer, changes: boolean): Answer {
    const failure = failureOf(answer, { changes, keyInHeader: this.context.settings.keyInAddress !== true })
    if (failure) throw failure
    return { body: answer.body, pages: asInteger(answer.headers.get('x-wp-totalpages')) ?? 1 }
  }
}

type Manner = Pick<Through, 'changes' | 'timeout'>

interface Request {
  method: Method
  path: string
  params?: Params
  data?: Json
}
