import type { Context } from './context.ts'
import type { Attachment, ChannelName, LineItem, Money, Person, Purpose, TemplateStatus } from './canonical.ts'

/** One button below a message. */
export type MessageButton =
  | { kind: 'reply'; id: string; title: string }
  | { kind: 'url'; title: string; url: string; /** The changing end of an approved URL. */ suffix?: string | null }
  | { kind: 'phone'; title: string; phone: string }

/** A message ready to leave: every variable is filled in. */
export type MessageContent =
  | { kind: 'text'; text: string; buttons?: MessageButton[] }
  | { kind: 'media'; attachment: Attachment; text: string | null }
  | {
      kind: 'template'
      /** Name and language as approved by the provider. */
      name: string
      language: string
      category: string
      header: { kind: 'text'; text: string; values: TemplateValue[] } | { kind: 'media'; attachment: Attachment } | null
      body: { text: string; values: TemplateValue[] }
      footer: string | null
      buttons: MessageButton[]
    }

/** One variable of a template, in order of appearance, with the text it was filled with. */
export interface TemplateValue {
  name: string
  text: string
}

export interface OutgoingMessage {
  id: string
  purpose: Purpose
  /** Addresses we know of, best first: E.164 phone or the channel's own user id. At least one. */
  to: { phone: string | null; userId: string | null }
  content: MessageContent
  /** The provider's id of the message being answered. */
  replyTo: string | null
}

/** One try. `key` (`message id/n`) must reach the provider where it can carry one, so that a status can name it. */
export interface SendAttempt {
  n: number
  key: string
  /** For `lookup`: when the try began, epoch milliseconds. */
  startedAt?: number
}

export interface SendReceipt {
  providerId: string
  /** Accepted but kept back by the provider for a quality check. */
  held?: boolean
  segments?: number
}

/** A template as the provider keeps it. `name` + `language` identify it. */
export interface ProviderTemplate {
  providerId: string
  name: string
  language: string
  category: string
  status: TemplateStatus
  reason: string | null
  quality: string | null
  header: { kind: 'text'; text: string } | { kind: 'image' | 'video' | 'document' } | null
  body: string
  footer: string | null
  buttons: MessageButton[]
}

/** What is handed in for approval. Variables are named; samples are required by the provider. */
export interface TemplateSubmission extends Omit<ProviderTemplate, 'providerId' | 'status' | 'reason' | 'quality'> {
  samples: Record<string, string>
}

/** How a channel behaves when nothing is heard. */
export interface ChannelTraits {
  /** Consents and contacts' addresses are looked up under this name. */
  medium: ChannelName
  /** Free text only within 24 hours of the customer's last message; templates need approval. */
  conversationWindow: boolean
  templateApproval: boolean
  /** Statuses carry our correlation key. */
  echoesCorrelation: boolean
  /** After this long without status or answer an unknown attempt is given up as `outcome_unknown`, milliseconds. */
  reconcileAfter: number
  /** Identity kinds that can be written to, best first. */
  addresses: ('phone' | 'whatsapp_user' | 'sandbox_user')[]
  /** Sends per second the provider takes from one sender. */
  perSecond: number
}

export interface ChannelRole {
  traits: ChannelTraits
  /**
   * Hands one message to the provider. Throws a member of the closed error set: `RateLimited`, `Temporary` and
   * every error with a vendor code mean *not sent*; `OutcomeUnknown` means nobody knows.
   */
  send(context: Context, message: OutgoingMessage, attempt: SendAttempt): Promise<SendReceipt>
  /**
   * Finds an earlier attempt; null when it certainly does not exist. By its key where the provider keeps one, else by
   * the message, which is null when it can no longer be put together.
   */
  lookup?(context: Context, attempt: SendAttempt, message: OutgoingMessage | null): Promise<SendReceipt | null>
  templates?: {
    list(context: Context, cursor: string | null): Promise<{ items: ProviderTemplate[]; cursor: string | null }>
    submit(
      context: Context,
      template: TemplateSubmission
    ): Promise<{ providerId: string; status: TemplateStatus; category: string }>
    update(
      context: Context,
      providerId: string,
      template: TemplateSubmission
    ): Promise<{ status: TemplateStatus; category: string }>
    remove(context: Context, name: string, providerId: string | null): Promise<void>
  }
  media?: {
    /** Absent where the provider fetches media from a public address. */
    upload?(context: Context, file: { bytes: Buffer; mimeType: string; filename: string }): Promise<{ mediaId: string }>
    download(context: Context, mediaId: string): Promise<{ bytes: Buffer; mimeType: string }>
  }
  markRead?(context: Context, providerId: string): Promise<void>
  typing?(context: Context, providerId: string): Promise<void>
  health?(context: Context): Promise<ChannelHealth>
}

export interface ChannelHealth {
  quality: 'high' | 'medium' | 'low' | 'unknown'
  /** People who may be written to first within 24 hours; null = no limit known. */
  dailyLimit: number | null
  displayName: string | null
  verified: boolean
}

export interface CommerceRole {
  products(context: Context, cursor: string | null): Promise<{ items: CommerceProduct[]; cursor: string | null }>
  findOrders(context: Context, query: { email?: string; phone?: string; number?: string }): Promise<CommerceOrder[]>
  /** A link that opens the cart again, with a discount code applied where given. */
  checkoutLink?(context: Context, cart: { cartId: string; recoveryUrl: string | null; discountCode?: string }): string
  createDiscount?(context: Context, spec: DiscountSpec): Promise<{ code: string }>
}

export interface CommerceProduct {
  id: string
  title: string
  url: string | null
  imageUrl: string | null
  price: Money | null
  available: boolean
}

export interface CommerceOrder {
  id: string
  number: string
  total: Money
  placedAt: number
  items: LineItem[]
  statusUrl: string | null
}

export interface DiscountSpec {
  code: string
  kind: 'percentage' | 'amount' | 'free_shipping'
  percentage?: number
  amount?: Money
  expiresAt: number | null
  usageLimit: number | null
}

export interface CrmRole {
  upsertContact(
    context: Context,
    person: Person,
    fields: Record<string, unknown>
  ): Promise<{ id: string; created: boolean }>
  findContact(context: Context, query: { phone?: string; email?: string }): Promise<{ id: string } | null>
  logActivity(
    context: Context,
    contactId: string,
    activity: { kind: string; title: string; body: string; at: number }
  ): Promise<{ id: string }>
  upsertDeal(
    context: Context,
    deal: { id?: string; contactId: string; title: string; stage: string; value: Money | null }
  ): Promise<{ id: string }>
  changesSince?(
    context: Context,
    cursor: string | null
  ): Promise<{ changes: { contactId: string; fields: Record<string, unknown>; at: number }[]; cursor: string | null }>
}

export interface PaymentsRole {
  createLink(
    context: Context,
    request: { reference: string; amount: Money; title: string; expiresAt: number | null }
  ): Promise<{ url: string; id: string }>
  refund(context: Context, request: { paymentId: string; amount: Money | null }): Promise<{ id: string }>
}

/** One conversion as the core hands it over; personal values are in clear here and hashed by the connector. */
export interface ConversionReport {
  /** Equal over every retry; the vendor's deduplication key. */
  eventId: string
  /** The vendor's event name, from the workspace's mapping table. */
  eventName: string
  occurredAt: number
  path: 'website' | 'business_messaging' | 'system_generated'
  value: Money | null
  orderId: string | null
  items: { id: string; quantity: number; unitPrice: Money }[]
  person: Person | null
  /** Our stable id of the contact, the same in every report. */
  externalId: string | null
  client: {
    ip: string | null
    userAgent: string | null
    sourceUrl: string | null
    /** The first page the buyer saw, with the ad's click id in its query. */
    landingUrl?: string | null
    fbc: string | null
    fbp: string | null
  } | null
  /** For business messaging. */
  referral: { clickId: string; channelAccount: string } | null
}

export type ConversionResult =
  | { eventId: string; outcome: 'accepted'; traceId: string | null; warnings: string[]; matchKeys: string[] }
  | { eventId: string; outcome: 'refused'; code: string; message: string; traceId: string | null }
  /** The vendor fell ill after it had taken others of the batch: to be tried again under the same id. */
  | { eventId: string; outcome: 'deferred'; code: string; retryAfter: number | null }

export interface ConversionsRole {
  /** Events older than this at sending time are dropped by the core with a reason, milliseconds. */
  maxAge: number
  /** At most this many per call. */
  batchSize: number
  /** Which event names each path may carry; the editable mapping starts from it. */
  eventNames: Record<ConversionReport['path'], string[]>
  /**
   * One answer per report, in any order. Throws `Temporary`, `RateLimited` or `AuthenticationExpired` when
   * nothing of the batch was taken and all of it should be tried again later.
   */
  report(context: Context, batch: ConversionReport[], options?: { testCode?: string }): Promise<ConversionResult[]>
}

export interface ModelTurn {
  role: 'system' | 'user' | 'assistant' | 'tool'
  text: string
  toolCallId?: string
}

export interface ModelTool {
  name: string
  description: string
  input: Record<string, unknown>
}

export interface ModelRole {
  respond(
    context: Context,
    conversation: ModelTurn[],
    options: { tools?: ModelTool[]; onText?: (text: string) => void; output?: Record<string, unknown> }
  ): Promise<{
    text: string
    toolCalls: { id: string; name: string; input: unknown }[]
    usage: { input: number; output: number }
  }>
  embed?(context: Context, texts: string[]): Promise<number[][]>
  transcribe?(context: Context, audio: { bytes: Buffer; mimeType: string }): Promise<string>
}
