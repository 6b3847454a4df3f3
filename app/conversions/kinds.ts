/** What a conversion can be. Meta's own names for them are in the mapping, one per path. */
export const CONVERSION_KINDS = [
  'purchase',
  'add_to_cart',
  'checkout',
  'sign_up',
  'lead',
  'booking',
  'view',
  'search',
] as const
export type ConversionKind = (typeof CONVERSION_KINDS)[number]

export const isKind = (value: unknown): value is ConversionKind =>
  (CONVERSION_KINDS as readonly unknown[]).includes(value)

/** Ways to tell Meta; `system_generated` is the website's way for what no browser was seen at. */
export const REPORT_PATHS = ['website', 'business_messaging', 'system_generated'] as const
export type ReportPath = (typeof REPORT_PATHS)[number]

/** One line of the table that maps our events to Meta's. A name that is null is not reported on that path. */
export interface Mapping {
  eventType: string
  kind: ConversionKind
  websiteName: string | null
  messagingName: string | null
  enabled: boolean
}

/** Business messaging takes a short list of names only: a booking is at best a qualified lead, a search is nothing. */
const NAMES: Record<ConversionKind, [website: string, messaging: string | null]> = {
  purchase: ['Purchase', 'Purchase'],
  add_to_cart: ['AddToCart', 'AddToCart'],
  checkout: ['InitiateCheckout', 'InitiateCheckout'],
  sign_up: ['CompleteRegistration', 'QualifiedLead'],
  lead: ['Lead', 'LeadSubmitted'],
  booking: ['Schedule', 'QualifiedLead'],
  view: ['ViewContent', 'ViewContent'],
  search: ['Search', null],
}

const SOURCES: [eventType: string, kind: ConversionKind][] = [
  ['order.paid', 'purchase'],
  ['cart.updated', 'add_to_cart'],
  ['payment.requested', 'checkout'],
  ['customer.created', 'sign_up'],
  ['lead.created', 'lead'],
  ['form.submitted', 'lead'],
  ['appointment.booked', 'booking'],
  // A landing page or a script names the kind itself, in `conversion`.
  ...CONVERSION_KINDS.map((kind): [string, ConversionKind] => ['webhook.received', kind]),
]

export const DEFAULT_MAPPINGS: readonly Mapping[] = SOURCES.map(([eventType, kind]) => ({
  eventType,
  kind,
  websiteName: NAMES[kind][0],
  messagingName: NAMES[kind][1],
  enabled: true,
}))

/** Events a mapping may start from: those whose outcome can be read. */
export const SOURCE_TYPES: readonly string[] = [
  ...new Set(SOURCES.map(([type]) => type)),
  'order.placed',
  'lead.qualified',
  'deal.won',
  'payment.succeeded',
]

/** Told by the shop's own pixel too, where it has one. */
const SHOP_TYPES = new Set(['order.paid', 'order.placed', 'cart.updated', 'customer.created'])
export const fromShop = (eventType: string): boolean => SHOP_TYPES.has(eventType)

/** So frequent, and worth so little by themselves, that they are kept only where somebody is told of them. */
const BROWSING: ReadonlySet<string> = new Set(['add_to_cart', 'checkout', 'view', 'search'])
export const isBrowsing = (kind: ConversionKind): boolean => BROWSING.has(kind)
