import type { KeyExchange } from './key_exchange.ts'
import type { Json } from './reading.ts'
import type { Schema } from './schema.ts'

type Values = Record<string, unknown>

/** Keys a person copies from the vendor. The schema is the form; mark secrets with `.meta({ 'x-secret': true })`. */
export interface ApiKeyAuth<Credentials> {
  kind: 'api_key'
  credentials: Schema<Credentials>
  /**
   * For vendors that post for all their customers to one URL: the fields of the organization's app that verify it,
   * under the names `webhooks.verify` reads. A connection without an app gives them among its own credentials.
   */
  app?: Schema<Values>
  /** The keys can be had on a page of the vendor's, too. */
  exchange?: KeyExchange
}

/** A vendor's token endpoint (RFC 6749 §3.2): where it is, and how it is spoken to. */
export interface TokenEndpoint {
  /** `app` is the organization's app or, for `token_grant`, the connection's own credentials. Among `hosts`. */
  tokenUrl(app: Values, settings: Values): string
  /** How client id and secret travel: as fields of the form (default) or by Basic authentication. */
  clientAuthentication?: 'body' | 'basic'
  /** Further fields of every request for tokens, such as Shopify's `expiring=1`. */
  tokenParams?: Record<string, string>
  /**
   * What else of the answer the calls need, such as the instance's URL: kept with the tokens. Throws one of the closed
   * set to refuse the answer: a host in it that is not the vendor's would be handed the token.
   */
  read?(answer: Json): Values
}

/** A redirect to the vendor and back: the authorization code grant. */
export interface OAuth2Auth extends TokenEndpoint {
  kind: 'oauth2'
  /** The app's own fields, filled once per organization; `clientId` and `clientSecret` are read by these names. */
  app: Schema<Values>
  authorizeUrl(app: Values, settings: Values): string
  scopes: string[]
  /** Default a space, as the standard has it. */
  scopeSeparator?: ' ' | ','
  /** Proof key for code exchange, S256 (RFC 7636). Leave out only where the vendor does not know it. */
  pkce: boolean
  /** Further fields of the authorize URL: `access_type=offline`, `prompt=consent`. */
  authorizeParams?: Record<string, string>
  /** For vendors that sign the way back: false refuses it, and no code is exchanged. `query` is the callback's, every field. */
  verifyCallback?(query: Record<string, string>, asked: { app: Values; settings: Values; machineNow: number }): boolean
  /** RFC 7009: told when the connection is removed. */
  revokeUrl?(app: Values, settings: Values): string
}

/**
 * A token asked for without a person, by a grant of the token endpoint: client credentials, a signed assertion. The core
 * asks, keeps the token among the credentials and asks anew when it ends.
 */
export interface TokenGrantAuth<Credentials> extends TokenEndpoint {
  kind: 'token_grant'
  /** The form. `clientId` and `clientSecret` authenticate the request where they are given. */
  credentials: Schema<Credentials>
  /** As in `ApiKeyAuth`. */
  app?: Schema<Values>
  /** The grant's own fields: `clientCredentials()` and `jwtBearer(…)` make them. `now` is machine time. */
  grant(credentials: Values, at: { now: number; tokenUrl: string }): Record<string, string>
}

/** Anything else, for example a token asked for anew by the connector with client credentials. */
export interface CustomAuth<Credentials> {
  kind: 'custom'
  credentials: Schema<Credentials>
}

/** Nothing to sign in to. */
export interface NoAuth {
  kind: 'none'
}

/** The ways that are a form of the connection's own. */
export type FormAuth<Credentials = Values> =
  ApiKeyAuth<Credentials> | TokenGrantAuth<Credentials> | CustomAuth<Credentials>

/** A choice for the person who connects: a redirect, or a form. The redirect is offered first. */
export interface OneOfAuth {
  kind: 'one_of'
  ways: [FormAuth, OAuth2Auth]
}

export type Auth<Credentials = Values> = FormAuth<Credentials> | OAuth2Auth | NoAuth | OneOfAuth

export const apiKey = <Credentials>(
  credentials: Schema<Credentials>,
  options: Pick<ApiKeyAuth<Credentials>, 'app' | 'exchange'> = {}
): ApiKeyAuth<Credentials> => ({ kind: 'api_key', credentials, ...options })
export const oauth2 = (options: Omit<OAuth2Auth, 'kind'>): OAuth2Auth => ({ kind: 'oauth2', ...options })
export const tokenGrant = <Credentials>(
  credentials: Schema<Credentials>,
  options: Omit<TokenGrantAuth<Credentials>, 'kind' | 'credentials'>
): TokenGrantAuth<Credentials> => ({ kind: 'token_grant', credentials, ...options })
export const custom = <Credentials>(credentials: Schema<Credentials>): CustomAuth<Credentials> => ({
  kind: 'custom',
  credentials,
})
export const none = (): NoAuth => ({ kind: 'none' })
/** Two ways to sign in; what the calls read of the credentials (`accessToken`) has the same name in both. */
export const oneOf = (form: FormAuth, redirect: OAuth2Auth): OneOfAuth => ({ kind: 'one_of', ways: [form, redirect] })

/** The form among the ways to sign in, or null. */
export function formWay(auth: Auth): FormAuth | null {
  if (auth.kind === 'one_of') return auth.ways[0]
  return auth.kind === 'oauth2' || auth.kind === 'none' ? null : auth
}

/** The redirect among the ways to sign in, or null. */
export function oauthWay(auth: Auth): OAuth2Auth | null {
  if (auth.kind === 'one_of') return auth.ways[1]
  return auth.kind === 'oauth2' ? auth : null
}

/** The page among the ways to sign in that hands out keys, or null. */
export function exchangeWay(auth: Auth): KeyExchange | null {
  const form = formWay(auth)
  return form?.kind === 'api_key' ? (form.exchange ?? null) : null
}
