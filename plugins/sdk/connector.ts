import type { Action } from './actions.ts'
import type { Auth } from './auth.ts'
import type { Context } from './context.ts'
import type {
  ChannelRole,
  ChannelTraits,
  CommerceRole,
  ConversionsRole,
  CrmRole,
  ModelRole,
  PaymentsRole,
  PaymentsTraits,
} from './roles/index.ts'
import type { Schema } from './schema.ts'
import type { ParsedItem, Webhooks } from './webhooks.ts'

/** Raised when the contract changes in a way that old connectors cannot follow. */
export const API_VERSION = 1

export type Category =
  'commerce' | 'messaging' | 'conversions' | 'crm' | 'payments' | 'ai' | 'nocode' | 'support' | 'calendar' | 'marketing'

/** One event type a connector emits, with a believable sample item as `parse` would return it. */
export interface EmittedEvent {
  type: string
  sample: ParsedItem
}

/** What "Test connection" found out. */
export interface CheckResult {
  /** The provider's account, unique over the installation for channels and shops: shop domain, phone number id. */
  account: string
  /** What a person calls it: the shop's name, the phone number. */
  label: string
  /**
   * Further accounts whose items belong here too (a WhatsApp Business Account above its numbers). These may be
   * shared by several connections; each then gets the item.
   */
  sharedAccounts?: string[]
  missingScopes: string[]
  /** Things that work but will surprise: `{ code: 'phone_withheld' }`. */
  warnings: { code: string; params?: Record<string, string> }[]
}

/** What of the webhooks calls the vendor, and so comes with `load`. */
type CallingVendor = 'subscribe' | 'unsubscribe' | 'complete' | 'reconcile'

/**
 * What a connector does, behind `load`, where its vendor SDK may be imported. The manifest says which roles to
 * expect, so that lists need no loading.
 */
export interface Implementation {
  check(context: Context): Promise<CheckResult>
  webhooks?: Pick<Webhooks, CallingVendor>
  actions?: Record<string, Action>
  channel?: Omit<ChannelRole, 'traits'>
  commerce?: CommerceRole
  crm?: CrmRole
  payments?: PaymentsRole
  conversions?: ConversionsRole
  model?: ModelRole
}

/** The manifest: light, loaded at boot, free of vendor SDKs. */
export interface Connector {
  apiVersion: number
  /** Folder name, lower case: `shopify`. */
  id: string
  name: string
  /** One sentence for the gallery. */
  summary: string
  categories: Category[]
  /** What the connector may call: `graph.facebook.com`, `*.myshopify.com`. Secrets go nowhere else. */
  hosts: string[]
  /** Further origins that follow from settings, such as a shop's own domain. */
  hostsFrom?(settings: Record<string, unknown>): string[]
  /** An SVG document, 24 × 24. */
  icon: string
  docsUrl: string | null
  auth: Auth
  /** Becomes the connection form; absent when there is nothing to set. */
  settings?: Schema<Record<string, unknown>>
  /** What a person should know before connecting, for the wizard: what is read and what is written. */
  reads: string[]
  writes: string[]
  /**
   * The manifest's words in further languages: by language (`it`), then by place, as `wordsOf` lists them: `summary`,
   * `reads.0`, `credentials.apiKey.title`, `settings.proof.options.signature`, `actions.createNote.input.text.title`.
   * What is missing is shown in English.
   */
  words?: Record<string, Record<string, string>>
  /** `app`: one URL and secret for all customers of an organization's app; `connection`: one each. */
  endpoint?: 'app' | 'connection'
  /** Verification and parsing are pure and light, so they live in the manifest; calls to the vendor do not. */
  webhooks?: Omit<Webhooks, CallingVendor>
  events: EmittedEvent[]
  /** Titles and schemas only; `load` brings `run`. */
  actions?: Record<string, Omit<Action, 'run' | 'lookup'>>
  /** Present when the connector is a channel. */
  channel?: ChannelTraits
  /** May be given when the connector has the role `payments`. */
  payments?: PaymentsTraits
  roles: ('channel' | 'commerce' | 'crm' | 'payments' | 'conversions' | 'model')[]
  load(): Promise<Implementation>
}

/** Fills in the contract version and what may be left out. */
export function defineConnector(
  connector: Omit<Connector, 'apiVersion' | 'roles' | 'reads' | 'writes'> &
    Partial<Pick<Connector, 'roles' | 'reads' | 'writes'>>
): Connector {
  return { roles: [], reads: [], writes: [], ...connector, apiVersion: API_VERSION }
}
