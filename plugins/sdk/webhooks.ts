import type { Context } from './context.ts'
import type { Person } from './canonical.ts'

/** An inbound request as it arrived. `rawBody` is the exact bytes: signatures are over these and nothing else. */
export interface InboundRequest {
  method: string
  /** Full public URL, for vendors that sign it. */
  url: string
  query: Record<string, string>
  /** Names in lower case. */
  headers: Record<string, string>
  rawBody: Buffer
}

/** The secrets that may verify a delivery: the endpoint's own, and the app's or connection's credentials. */
export interface VerifyContext {
  /** The endpoint's secret; a connector whose vendor shares one secret per app reads it from `credentials`. */
  secret: string | null
  /** Credentials of the app or connection that owns the endpoint. */
  credentials: Record<string, unknown>
  settings: Record<string, unknown>
  /** Machine time, for signatures that hold a time. */
  machineNow(): number
  /**
   * A certificate or public key that the vendor signs with, as text: the one thing `verify` may ask for. Only `https`
   * addresses without a query on the connector's own hosts; remembered in memory, and given three seconds.
   * Throws `Temporary` when it cannot be had: the delivery is then sent back with 503, and the vendor tries again.
   */
  fetchOnce(url: string): Promise<string>
}

/** An answer to the vendor's own verification call. */
export interface HandshakeAnswer {
  status: number
  body?: string
  headers?: Record<string, string>
}

/** What a parsed item is about, in the provider's ids: `{ kind: 'cart', id: '…token…' }`. */
export interface Subject {
  kind: string
  id: string
}

/**
 * One fact found in a delivery. `type` is a canonical event name (`order.paid`) or, where none fits, the
 * vendor's own (`shopify.shop_redact`): foreign types are kept whole and shown.
 */
export interface ParsedItem {
  /** The provider's account it belongs to; null means the endpoint's own connection. */
  account: string | null
  type: string
  /**
   * Milestone: the object's id. Revision: object id + the provider's version. Occurrence: the happening's id.
   * At most 190 characters; the core adds workspace, connector, account and type.
   */
  key: string
  subject: Subject | null
  /** When it happened by the provider's clock, epoch milliseconds; null when the provider does not say. */
  occurredAt: number | null
  payload: object
  /**
   * For types that are revisions: the vendor's version of what is told, in place of a hash of the payload. With it a
   * poll that knows more than the webhook did tells no second event. At most 190 characters.
   */
  revision?: string
  /** Who it is about, where the payload says so. The core links or creates the contact from this. */
  person?: Person
}

/** What `parse` makes of one delivery. */
export type ParseResult =
  | { kind: 'items'; items: ParsedItem[] }
  /** Understood and not wanted: an unknown topic, a test ping. `reason` is a stable snake_case code. */
  | { kind: 'ignored'; reason: string }

export interface Webhooks {
  /** Body types beside JSON that the vendor sends. */
  accepts?: 'form'[]
  /** The vendor signs nothing: must be said, and shows as "unverified" in the console. */
  unsigned?: true
  /** The endpoint's secret is ours: the console shows it to the person who enters it at the sender. */
  ownSecret?: true
  /** What the vendor reads in the answer to a stored delivery, where it reads it; by default it is a line of JSON. */
  acknowledgement?: { body: string; contentType: string }
  /**
   * Answers the vendor's own verification calls (challenge, ping); null when the request is not one. A POST
   * handshake is answered before `verify`, so it must never act on the body.
   */
  handshake?(request: InboundRequest, context: VerifyContext): HandshakeAnswer | null
  /**
   * Throws (or rejects with) `VerificationFailed`. Fails closed: no secret configured means `missing_secret`. It runs
   * before the delivery is answered, so it calls nobody, except through `context.fetchOnce`.
   */
  verify(request: InboundRequest, context: VerifyContext): void | Promise<void>
  /**
   * The body without what must never be stored, such as card details; `rewrittenBody` helps. Asked of a delivery that was
   * verified, before it is written anywhere, and `parse` sees what it leaves. Pure; never throws.
   */
  withhold?(request: InboundRequest): Buffer
  /**
   * The provider's id of this delivery, the same on each retry; null where there is none. `settings` are those of the
   * connection that owns the endpoint.
   */
  dedupeKey(request: InboundRequest, settings?: Record<string, unknown>): string | null
  /** A short word for lists: the vendor's topic. Reads headers or URL only; null when only the body tells. */
  topic?(request: InboundRequest): string | null
  /** Pure: no clock, no network, no storage. Throws on a body it cannot read (stored as `unparseable`). */
  parse(request: InboundRequest, hints: ParseHints): ParseResult
  /** Creates or repairs the provider's subscriptions to `context.endpointUrl`. Idempotent. */
  subscribe?(context: Context): Promise<void>
  unsubscribe?(context: Context): Promise<void>
  /**
   * For vendors whose webhooks carry ids only: reads what the items of one delivery leave out, and answers all that is
   * to be recorded. Called once per connection with its own items only, after they were matched to it and before
   * anything is recorded. Keys and `revision` stay as `parse` made them, so that a repeat is still a repeat. What it
   * throws makes the delivery due again, and nothing of it is recorded meanwhile; a record that is gone is no failure:
   * answer its items as they are.
   */
  complete?(context: Context, items: ParsedItem[]): Promise<ParsedItem[]>
  /** Items that changed since the cursor, for providers that forget to call. The core stores and deduplicates. */
  reconcile?(context: Context, cursor: string | null): Promise<{ items: ParsedItem[]; cursor: string | null }>
}

/** What `parse` may know beside the request. */
export interface ParseHints {
  /**
   * Of the connection that owns the endpoint. Empty where `endpoint` is `app`: whose the items are is known only once
   * they are parsed, so what depends on a connection's settings belongs into `complete`.
   */
  settings: Record<string, unknown>
  /** When the delivery was received, epoch milliseconds: the fallback for vendors that give no time. */
  receivedAt: number
}
