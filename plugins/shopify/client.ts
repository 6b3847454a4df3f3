import Shopify from 'shopify-api-node'
import { failedWith, through, type Context, type Json, type Page } from '#sdk/index'
import { failureOf } from './failures.ts'
import { ADMIN_VERSION, shopDomain } from './shop.ts'
import { accessToken, tokenInPlaceOf } from './token.ts'

/** Every call to a shop's Admin API. Made anew for each piece of work: the SDK cannot change its token. */
export class ShopifyClient {
  readonly #context: Context
  // A context's credentials are those of when it was made: a token issued meanwhile is only known here.
  #token: string | null = null
  /** The version that answered last; another than the pinned one means that ours has been retired. */
  answeredVersion: string | null = null

  constructor(context: Context) {
    this.#context = context
  }

  /** Asks. May be repeated by the HTTP client. */
  query<T>(query: string, variables: Json = {}): Promise<T> {
    return this.#call<T>(false, (shopify) => shopify.graphql(query, variables))
  }

  /** Changes something. Never repeated; without an answer its outcome is unknown. */
  mutate<T>(mutation: string, variables: Json): Promise<T> {
    return this.#call<T>(true, (shopify) => shopify.graphql(mutation, variables))
  }

  /**
   * Orders or abandoned checkouts as the webhooks send them. GraphQL knows neither an order's nor a checkout's
   * token, and that token is what joins a cart to its order; so these two lists alone are read from REST.
   */
  async list(resource: 'order' | 'checkout', params: Json): Promise<Page<Json, Json>> {
    const items = await this.#call<Json[] & { nextPageParameters?: Json }>(false, (shopify) =>
      shopify[resource].list(params)
    )
    return { items: [...items], next: items.nextPageParameters ?? null }
  }

  async #call<T>(changes: boolean, call: (shopify: Shopify) => Promise<unknown>): Promise<T> {
    const token = (this.#token ??= await accessToken(this.#context))
    try {
      return await this.#attempt<T>(token, changes, call)
    } catch (error) {
      if (!failedWith(error, 'E_AUTHENTICATION_EXPIRED')) throw error
      const renewed = await tokenInPlaceOf(token, this.#context)
      if (renewed === null) throw error
      this.#token = renewed
    }
    // A refused call did nothing, so it may be made once more with a token of now.
    return this.#attempt<T>(this.#token, changes, call)
  }

  async #attempt<T>(accessToken: string, changes: boolean, call: (shopify: Shopify) => Promise<unknown>): Promise<T> {
    const shopName = shopDomain(this.#context.settings)
    const answer = await through(this.#context, { name: 'shopify-api-node', changes }, ({ got }) =>
      call(new Shopify({ shopName, accessToken, apiVersion: ADMIN_VERSION, hooks: got as never }))
    )
    this.answeredVersion = answer.headers.get('x-shopify-api-version') ?? this.answeredVersion
    const failure = failureOf(answer, changes)
    if (failure) throw failure
    return answer.value() as T
  }
}
