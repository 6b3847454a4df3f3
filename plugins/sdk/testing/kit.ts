import type { Connector, Implementation } from '../connector.ts'
import type { ConnectorErrorCode } from '../errors.ts'
import type { Context } from '../context.ts'
import type { Money, Person } from '../canonical.ts'
import type { ConversionReport, ModelTurn, OutgoingMessage, PaymentRequest } from '../roles/index.ts'
import type { InboundRequest } from '../webhooks.ts'

/** A webhook body as the vendor sends it, before signing. */
export interface KitFixture {
  /** Said in test titles: `orders/paid`. */
  title: string
  /** Names in any case; signature headers are added by `sign`. */
  headers: Record<string, string>
  /** An object becomes JSON; a string is sent as it is. */
  body: object | string
  /** Default `POST`. */
  method?: string
  query?: Record<string, string>
  /** The item types `parse` must find, in any order; `[]` with `ignored` for a delivery that is passed over. */
  expects: string[]
  /** The reason code `parse` must give when it passes the delivery over. */
  ignored?: string
}

/** What `sign` may use: the same secrets that `verify` will see. */
export interface SigningKeys {
  secret: string | null
  credentials: Record<string, unknown>
  /** The time to sign with, epoch milliseconds, for vendors whose signed text holds one. */
  at: number
}

export interface WebhookKit {
  /** The endpoint's own secret; null when `credentials` hold the only one. */
  secret: string | null
  fixtures: KitFixture[]
  /** Answers the request with the vendor's signature on it. Must work for any body, an empty one too. */
  sign(request: InboundRequest, keys: SigningKeys): InboundRequest
  /** The sender proves itself by a token in a header: nothing is said of the body, so changing it cannot be seen. */
  token?: true
  /** For vendors that sign with a key pair: what `fetchOnce` finds, by address. */
  certificates?: Record<string, string>
  /** For vendors that sign a time: milliseconds after which a delivery is `stale`. */
  staleAfter?: number
}

/**
 * One answer of a scripted vendor: a `Response`, or what the HTTP client throws. `silence`: the request left and
 * nothing came back. `no_connection`: it certainly never left.
 */
export type ScriptedAnswer = Response | 'silence' | 'no_connection'

/** The vendor, scripted: looks at a request and answers. Called for every request; make a new `Response` each time. */
export type Script = (request: Request) => ScriptedAnswer | Promise<ScriptedAnswer>

/** How the vendor says that something went wrong. */
export interface VendorFailure {
  /** Said in the test title: `the token was revoked`. */
  title: string
  answer(): Response
  /** What the connector must make of it. */
  code: ConnectorErrorCode
}

export interface VendorKit {
  /** A vendor in good health: answers everything that `call`, the actions and the roles below ask. */
  healthy: Script
  /** One read that reaches the vendor. Default: `check`. */
  call?(context: Context, implementation: Implementation): Promise<unknown>
  /** Which requests the failures stand in for; the others (a token request) stay healthy. Default: all. */
  failsAt?(request: Request): boolean
  expiredToken(): Response
  /** Too fast, with whatever the vendor gives as time to wait. */
  rateLimited(): Response
  others?: VendorFailure[]
}

export interface ActionKit {
  /** Valid inputs; each is run against `vendor.healthy`. */
  inputs: Record<string, unknown>[]
  /** Inputs that the schema must refuse. */
  refused: Record<string, unknown>[]
}

export interface ChannelKit {
  /** A message the healthy vendor takes. */
  message: OutgoingMessage
  /** False where the vendor has no field to carry our correlation. Default true. */
  carriesKey?: boolean
  /** How the vendor carries the key, where it cannot be sent as it is. */
  keyOnTheWire?(key: string): string
  /** For channels with `lookup`: the vendor as it lists `message`, sent at the suite's time. */
  lists?: Script
  /** Failures of a send, beside the general ones. */
  failures?: VendorFailure[]
}

/** For connectors with `webhooks.reconcile`: that a poll tells what the webhooks told, under the same keys. */
export interface ReconcileKit {
  /** The vendor as it lists what happened in these fixtures. */
  vendor: Script
  /** Titles of fixtures. */
  finds: string[]
  /** Where the poll begins. Default: the first time, null. */
  cursor?: string | null
}

export interface ConversionsKit {
  /** Reports the healthy vendor takes. */
  batch: ConversionReport[]
}

export interface CommerceKit {
  /** An order the healthy vendor knows, as the customer reads it. */
  orderNumber: string
  recoveryUrl: string
}

export interface PaymentsKit {
  /** What the healthy vendor opens a page for. */
  session: PaymentRequest
  /** A session the healthy vendor knows, and has been paid for. */
  paidSession: string
  /** A session the healthy vendor does not know. */
  unknownSession: string
  refund: { paymentId: string; amount: Money | null }
}

export interface CrmKit {
  /** Someone the healthy vendor lets us write and then finds again. */
  person: Person
  fields: Record<string, unknown>
  deal: { title: string; stage: string; value: Money | null }
}

export interface ModelKit {
  conversation: ModelTurn[]
}

/**
 * All that the contract suite must know of a connector: a folder's `testing.ts` exports one as default. Secrets
 * in `credentials` and `webhooks.secret` are canaries: make them at least 12 characters long and unlike anything
 * else, for the suite looks for them in every log line and error.
 */
export interface ConnectorKit {
  connector: Connector
  /** Valid for the connector's `auth`; secrets included. `{}` when there is nothing to sign in to. */
  credentials: Record<string, unknown>
  settings: Record<string, unknown>
  /** Credentials of the organization's app, where connections share one. */
  app?: Record<string, unknown>
  /** The provider account the samples and fixtures belong to. */
  account: string | null
  /** Required when the connector takes webhooks. */
  webhooks?: WebhookKit
  /** The vendor's HTTP side; null for a connector that calls nobody or does not speak HTTP. */
  vendor: VendorKit | null
  /** For connectors that can be asked what changed. */
  reconcile?: ReconcileKit
  /** Required for every action of the manifest. */
  actions?: Record<string, ActionKit>
  /** One for each role of the manifest, unless `vendor` is null. */
  channel?: ChannelKit
  commerce?: CommerceKit
  conversions?: ConversionsKit
  crm?: CrmKit
  model?: ModelKit
  payments?: PaymentsKit
}

/** Types the kit; `export default defineKit({ … })` in `testing.ts`. */
export function defineKit(kit: ConnectorKit): ConnectorKit {
  return kit
}
