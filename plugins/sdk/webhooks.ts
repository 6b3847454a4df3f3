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
  /** What the vendor reads in the answer to a stored delivery, where it reads it; by default it is a line of JSON. */
  acknowledgement?: { body: string; contentType: string }
  /**
   * Answers the vendor's own verification calls (challenge, ping); null when the request is not one. A POST
   * handshake is answered before `verify`, so it must never act on the body.
   */
  handshake?(request: InboundRequest, context: VerifyContext): HandshakeAnswer | null
  /** Throws `VerificationFailed`. Fails closed: no secret configured means `missing_secret`. */
  verify(request: InboundRequest, context: VerifyContext): void
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
  /** Items that changed since the cursor, for providers that forget to call. The core stores and deduplicates. */
  reconcile?(context: Context, cursor: string | null): Promise<{ items: ParsedItem[]; cursor: string | null }>
}

/** What `parse` may know beside the request. */
export interface ParseHints {
  settings: Record<string, unknown>
  /** When the delivery was received, epoch milliseconds: the fallback for vendors that give no time. */
  receivedAt: number
}
