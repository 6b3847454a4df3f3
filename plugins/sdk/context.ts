import { Permanent } from './errors.ts'

/** Log lines carry ids and codes only; the core redacts anyway. */
export interface Logger {
  debug(fields: Record<string, unknown>, message?: string): void
  info(fields: Record<string, unknown>, message?: string): void
  warn(fields: Record<string, unknown>, message?: string): void
  error(fields: Record<string, unknown>, message?: string): void
}

/**
 * Small memory of one connection: cursors, subscription ids. Values are JSON, at most 32 KB each. In the `check` of a
 * connection that is still being made it is empty, and what is set then is forgotten.
 */
export interface ConnectionState {
  get<T>(key: string): Promise<T | null>
  set(key: string, value: unknown): Promise<void>
  delete(key: string): Promise<void>
}

/** How one call wants to be treated. */
export interface RequestOptions extends Omit<RequestInit, 'signal'> {
  /** Milliseconds until the call is given up. Default 10 000. */
  timeout?: number
  /**
   * Whether the call may be repeated on a network error or 5xx. Default: only GET, HEAD, PUT and DELETE.
   * A POST that must not happen twice stays `false`; the caller then maps silence to `OutcomeUnknown`.
   */
  retry?: boolean
  /**
   * A POST that only reads (a search, a batch of ids): it may be repeated, and silence is `Temporary`, since nothing can
   * have happened. GET and HEAD always read.
   */
  reads?: boolean
  /** The URL came from a user: only public addresses are allowed and the declared hosts do not apply. */
  userUrl?: boolean
  /** The path is a key, as with the webhooks of no-code tools: it stands in no log. That of a `userUrl` never does. */
  secretPath?: boolean
}

/**
 * The instrumented HTTP client. `fetch` behaves as the platform's does, with these differences: only the
 * connector's declared hosts may be called, there is a time-out, and the fake world may stand in for a vendor.
 *
 * Throws `OutcomeUnknown` when a request may have reached the vendor but no answer came, and `Temporary` when
 * it certainly did not (no connection) or only asked for something (GET, HEAD, `reads`). Any HTTP status is returned as a response, never thrown.
 */
export interface HttpClient {
  fetch(url: string | URL, options?: RequestOptions): Promise<Response>
}

/** Everything a connector may use of the installation. One is made per call. */
export interface Context<Credentials = Record<string, unknown>, Settings = Record<string, unknown>> {
  readonly workspaceId: string
  readonly connectionId: string
  /** The provider account this connection speaks for (shop domain, phone number id); null before `check`. */
  readonly account: string | null
  readonly credentials: Credentials
  readonly settings: Settings
  /** Credentials of the organization's app at this provider (client id, secret), where the connection uses one. */
  readonly app: Record<string, unknown> | null
  /** Public URL of this connection's endpoint, for `webhooks.subscribe`; null when it takes no webhooks. */
  readonly endpointUrl: string | null
  readonly http: HttpClient
  /** The origin to use in place of the real one, for vendor SDKs that bring their own transport. */
  baseUrl(origin: string): string
  readonly logger: Logger
  readonly state: ConnectionState
  /** Stays the same over every retry of the same step; null outside a step. */
  readonly idempotencyKey: string | null
  readonly signal: AbortSignal
  /** Business time, epoch milliseconds: what waits, windows and quiet hours go by. May be compressed or frozen. */
  now(): number
  /** Machine time, epoch milliseconds: token expiry, signature tolerance. Never faked. */
  machineNow(): number
  /** Stores rotated credentials durably before it returns. */
  saveCredentials(credentials: Credentials): Promise<void>
  /**
   * A new access token in place of the one that was refused, for connections that are signed in by OAuth; `credentials`
   * hold it from then on. Of many callers and processes one asks the vendor, and all get its answer. Null where only a
   * person can get one. `withToken` uses it.
   */
  renewToken(refused: string): Promise<string | null>
}

/** The provider account that the test of the connection found out. */
export function accountOf({ account }: Pick<Context, 'account'>): string {
  if (account === null) throw new Permanent('The connection has not been tested yet')
  return account
}
