import type { Schema } from './schema.ts'

/** Keys a person copies from the vendor. The schema is the form; mark secrets with `.meta({ 'x-secret': true })`. */
export interface ApiKeyAuth<Credentials> {
  kind: 'api_key'
  credentials: Schema<Credentials>
  /**
   * For vendors that post for all their customers to one URL: the fields of the organization's app that verify it,
   * under the names `webhooks.verify` reads. A connection without an app gives them among its own credentials.
   */
  app?: Schema<Record<string, unknown>>
}

/** A redirect to the vendor and back. */
export interface OAuth2Auth {
  kind: 'oauth2'
  /** The app's own fields (client id, client secret), filled once per organization. */
  app: Schema<Record<string, unknown>>
  authorizeUrl(app: Record<string, unknown>, settings: Record<string, unknown>): string
  tokenUrl(app: Record<string, unknown>, settings: Record<string, unknown>): string
  scopes: string[]
  pkce: boolean
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

export type Auth<Credentials = Record<string, unknown>> =
  ApiKeyAuth<Credentials> | OAuth2Auth | CustomAuth<Credentials> | NoAuth

export const apiKey = <Credentials>(
  credentials: Schema<Credentials>,
  options: Pick<ApiKeyAuth<Credentials>, 'app'> = {}
): ApiKeyAuth<Credentials> => ({ kind: 'api_key', credentials, ...options })
export const oauth2 = (options: Omit<OAuth2Auth, 'kind'>): OAuth2Auth => ({ kind: 'oauth2', ...options })
export const custom = <Credentials>(credentials: Schema<Credentials>): CustomAuth<Credentials> => ({
  kind: 'custom',
  credentials,
})
export const none = (): NoAuth => ({ kind: 'none' })
