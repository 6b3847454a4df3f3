/**
 * Payloads of the canonical events, as connectors write them and pipelines, templates and conversions read
 * them. The core validates each against the catalogue's schema before it is stored.
 */

/** Minor units of the currency (cents), with its ISO 4217 code in capitals. `{ amount: 4990, currency: 'EUR' }`. */
export interface Money {
  amount: number
  currency: string
}

/** Channels on which consent is kept and messages leave. */
export type ChannelName = 'whatsapp' | 'sms' | 'email' | 'voice'

/** Why a message is sent; decides which guard rules bind. */
export type Purpose = 'authentication' | 'transactional' | 'service' | 'marketing'

/**
 * A handle by which a person is known. `phone` values may be as the vendor wrote them: the core parses them
 * with `country` (ISO 3166-1 alpha-2), then the workspace's default. `issuer` says whose id it is (shop domain,
 * WhatsApp Business Account) and defaults to the item's account; phone and email have none.
 */
export interface Identity {
  kind: 'phone' | 'email' | 'whatsapp_user' | 'shop_customer' | 'crm_contact' | 'sandbox_user' | 'external'
  value: string
  issuer?: string
  country?: string
}

export interface Person {
  identities: Identity[]
  firstName?: string | null
  lastName?: string | null
  company?: string | null
  /** BCP 47, such as `it` or `en-GB`. */
  language?: string | null
  /** ISO 3166-1 alpha-2. */
  country?: string | null
  /** IANA name. */
  timezone?: string | null
  city?: string | null
  postalCode?: string | null
}

export interface LineItem {
  /** The provider's id of the line's variant or product: what makes two item sets equal. */
  id: string
  productId?: string | null
  sku?: string | null
  title: string
  quantity: number
  /** Price of one, after line discounts. */
  unitPrice: Money
  imageUrl?: string | null
  url?: string | null
}

/** `cart.updated`. The cart's id is the subject; `version` is the provider's time of the last change. */
export interface CartPayload {
  cartId: string
  /** Opens the very same cart again. */
  recoveryUrl: string | null
  items: LineItem[]
  total: Money
  /** Provider's time of the last change of items or contact, epoch milliseconds. */
  changedAt: number
  /** Set when the checkout has become an order. */
  completedAt: number | null
  /** What the buyer's browser told the shop, for conversion matching. */
  client?: ClientHints
}

/** Browser facts that Meta asks for with website events. Kept only as long as the order's report needs them. */
export interface ClientHints {
  ip?: string | null
  userAgent?: string | null
  sourceUrl?: string | null
  fbc?: string | null
  fbp?: string | null
}

/**
 * All `order.*` events but `order.refunded`. Each carries the order whole, so that any one of them proves what
 * the others would. `order.updated` (see `orderUpdated`) is for what no milestone proves: other items, another sum,
 * a payment that was taken back.
 */
export interface OrderPayload {
  orderId: string
  /** What the customer reads: `#1042`. */
  number: string
  /** The checkout or cart it came from, as in `CartPayload.cartId`; null when the shop does not say. */
  cartId: string | null
  items: LineItem[]
  total: Money
  /** Sum refunded so far, where the shop says so. */
  refunded?: Money | null
  lifecycle: 'open' | 'completed' | 'cancelled'
  payment: 'pending' | 'authorized' | 'paid' | 'partially_refunded' | 'refunded' | 'voided' | 'failed'
  /** Null where the shop says nothing of it: the order then follows its parcels. */
  fulfilment: 'unfulfilled' | 'partial' | 'fulfilled' | 'returned' | null
  /** Provider's version: its modification time, epoch milliseconds. An older one never overwrites a newer. */
  version: number
  placedAt: number
  paidAt: number | null
  statusUrl?: string | null
  /** False for test orders, which never reach Meta. */
  live: boolean
  client?: ClientHints
  /** Ad click ids the shop recorded, such as `fbclid`. */
  landingUrl?: string | null
}

/** `order.refunded`, once per refund. Some shops tell the refund alone; `order` is the whole order where it came along. */
export interface RefundPayload {
  refundId: string
  orderId: string
  /** What the customer reads (`#1042`); null when the shop tells the refund alone. */
  number: string | null
  /** Of this refund, not the sum of all. */
  amount: Money
  /** What was taken back, with the quantities of this refund. */
  items: LineItem[]
  /** What the shop's people noted down as the reason. */
  reason?: string | null
  refundedAt: number
  order: OrderPayload | null
}

/** All `shipment.*` events. */
export interface ShipmentPayload {
  shipmentId: string
  orderId: string
  orderNumber?: string | null
  carrier: string | null
  trackingNumber: string | null
  trackingUrl: string | null
  state: 'dispatched' | 'in_transit' | 'out_for_delivery' | 'delivered' | 'delayed' | 'failed'
  estimatedAt?: number | null
  version: number
}

/** `customer.created` and `customer.updated`; the person itself is the item's `person`. */
export interface CustomerPayload {
  customerId: string
  version: number
  tags?: string[]
}

/** `product.updated` and `product.restocked`. */
export interface ProductPayload {
  productId: string
  title: string
  url: string | null
  imageUrl: string | null
  price: Money | null
  available: boolean
  version: number
}

/** `consent.granted`, `consent.confirmed` and `consent.withdrawn` as a provider reports them. */
export interface ConsentPayload {
  channel: ChannelName
  purpose: Purpose
  /** How it was collected: `checkout`, `form`, `keyword`, `preference_signal`, `import`, `api` … */
  method: string
  /** The words the person agreed to, where known, and their version. */
  wording?: string | null
  wordingVersion?: string | null
  /** Where the proof lies: an IP address, a message id, an order id. */
  proof?: Record<string, string>
}

/** Something attached to a message; bytes are fetched through the channel role. */
export interface Attachment {
  kind: 'image' | 'video' | 'audio' | 'document' | 'sticker'
  /** The provider's media id. */
  mediaId: string | null
  url?: string | null
  mimeType: string | null
  filename?: string | null
  caption?: string | null
}

/** Where a conversation came from: a click-to-WhatsApp ad or post. */
export interface AdReferral {
  sourceType: string
  sourceId: string | null
  sourceUrl: string | null
  headline?: string | null
  body?: string | null
  /** Meta's click id; never sent again after the first message. */
  clickId: string | null
  /** The provider's account that a report about this click must name: the WhatsApp Business Account. */
  account?: string | null
}

/** `message.received`. */
export interface ReceivedMessagePayload {
  /** The provider's id of the message. */
  providerId: string
  channel: ChannelName
  kind: 'text' | 'media' | 'button' | 'list' | 'location' | 'contact' | 'reaction' | 'unsupported'
  text: string | null
  /** The id of the tapped button or chosen list row. */
  choiceId?: string | null
  attachment?: Attachment | null
  location?: { latitude: number; longitude: number; name?: string | null } | null
  /** The provider's id of the message this one answers. */
  replyTo?: string | null
  referral?: AdReferral | null
  /** For `unsupported`: the vendor's own type, kept so that a person sees what came. */
  vendorType?: string | null
  /** What the provider itself took the text for, where it looks; the core then need not guess from the words. */
  keyword?: 'stop' | 'start' | 'help' | null
  /** The provider has answered already, so nobody answers again. */
  answered?: boolean
}

/** `message.sent`, `message.delivered`, `message.read` and `message.failed` as a channel reports them. */
export interface MessageStatusPayload {
  providerId: string
  /** What we sent along as correlation (`message id/n`); null when the provider echoes nothing. */
  correlation: string | null
  error?: { code: string; title: string; reason: string } | null
  /** Price as charged, in millionths of the currency, where the provider says so. */
  price?: { millionths: number; currency: string } | null
  billable?: boolean | null
  category?: string | null
  /** Identities that the status reveals of the recipient (a user id for a phone we wrote to). */
  recipient?: Identity[]
}

/** `template.updated`: approval state, category or quality of a template changed at the provider. */
export interface TemplateStatusPayload {
  providerTemplateId: string
  name: string | null
  language: string | null
  status: TemplateStatus | null
  reason: string | null
  /** The provider's own words on the reason, for a person to read. */
  detail?: string | null
  category: string | null
  quality: string | null
}

export type TemplateStatus = 'draft' | 'in_review' | 'approved' | 'rejected' | 'paused' | 'disabled'

/** `webhook.received`: whatever a no-code tool or a script sent. */
export interface WebhookPayload {
  /** The body after the connection's mapping; values only. */
  values: Record<string, unknown>
  body: unknown
}

/** `lead.created` and `lead.qualified`; who it is, is the item's `person`. */
export interface LeadPayload {
  leadId: string
  /** Where it came from, in the CRM's words. */
  source: string | null
  value?: Money | null
  stage: string | null
}

/** All `deal.*` events; who it is with, is the item's `person`. */
export interface DealPayload {
  dealId: string
  title: string | null
  /** The CRM's id of the stage. */
  stage: string | null
  value: Money | null
  /** The CRM's version: its modification time, epoch milliseconds. */
  version: number | null
}

/** All `payment.*` events. */
export interface PaymentPayload {
  /** The vendor's session or order, as `createSession` returned it; null where the event names only the payment. */
  sessionId: string | null
  /** The vendor's id of the payment itself. */
  paymentId: string | null
  /** Our id of the payment, where the vendor gives it back; null for payments that were not asked for by us. */
  reference: string | null
  amount: Money
  /** `payment.refunded`: of this refund, and of all so far where told. */
  refundId?: string | null
  refundedTotal?: Money | null
  /** `payment.failed`: the vendor's code. */
  failure?: string | null
  title?: string | null
  live: boolean
}
