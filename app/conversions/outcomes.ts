import type { StoredEvent } from '#app/events/event'
import { moneyFromDecimal } from '#sdk/money'
import type { CartPayload, ClientHints, LineItem, Money, OrderPayload } from '#sdk/index'
import type { ConversionKind } from './kinds.ts'

/** What an event says of a conversion, before anybody asks who brought it. */
export interface Outcome {
  /** Unique among outcomes of its kind in the workspace. */
  id: string
  value: Money | null
  /** Minor units of it that had been given back when it was told. */
  refunded: number
  occurredAt: number
  /** Messages and clicks before this moment may have caused it. */
  basisAt: number
  orderId: string | null
  orderNumber: string | null
  items: { id: string; quantity: number; unitPrice: Money }[]
  client: ReportClient | null
  /** False for test orders and pretended payments. */
  live: boolean
}

/** Browser facts as they travel to Meta. */
export interface ReportClient {
  ip: string | null
  userAgent: string | null
  sourceUrl: string | null
  landingUrl: string | null
  fbc: string | null
  fbp: string | null
}

type Reader = (event: StoredEvent, kind: ConversionKind) => Partial<Outcome> | null

const READERS: Record<string, Reader> = {
  'order.paid': order,
  'order.placed': order,
  'cart.updated': cart,
  'form.submitted': (event) => ({ client: clientOf((event.payload as { client?: ClientHints }).client) }),
  'webhook.received': webhook,
}

/** Null when the event proves no conversion of this kind after all. */
export function outcomeOf(event: StoredEvent, kind: ConversionKind): Outcome | null {
  const read = (READERS[event.type] ?? general)(event, kind)
  if (!read) return null
  const own = read.id ?? event.subject?.id ?? event.naturalKey
  return {
    value: null,
    refunded: 0,
    orderId: null,
    orderNumber: null,
    items: [],
    client: null,
    live: true,
    occurredAt: event.occurredAt,
    basisAt: event.occurredAt,
    ...read,
    id: outcomeId(event, own),
  }
}

/** Two shops of one workspace may both have an order 1042. */
export const outcomeId = ({ account, connector }: Pick<StoredEvent, 'account' | 'connector'>, own: string): string =>
  [account ?? connector, own].join(':')

function order({ payload, occurredAt }: StoredEvent): Partial<Outcome> {
  const { orderId, number, total, refunded, items, paidAt, placedAt, live, client, landingUrl, statusUrl } =
    payload as OrderPayload
  return {
    id: orderId,
    value: total,
    refunded: Math.min(refunded?.amount ?? 0, total.amount),
    occurredAt: paidAt ?? occurredAt,
    // Between placing and paying we may have written about this very order; that brought nothing.
    basisAt: placedAt,
    orderId,
    orderNumber: number,
    items: items.map(itemOf),
    client: clientOf(client, { landingUrl, sourceUrl: statusUrl }),
    live,
  }
}

function cart({ payload }: StoredEvent): Partial<Outcome> | null {
  const { cartId, total, items, completedAt, client, recoveryUrl } = payload as CartPayload
  if (completedAt !== null || items.length === 0) return null
  return {
    id: cartId,
    value: total,
    items: items.map(itemOf),
    client: clientOf(client, { sourceUrl: recoveryUrl }),
  }
}

/** Leads, deals, appointments, payments, sign-ups: the subject is the outcome. */
function general({ payload }: StoredEvent): Partial<Outcome> {
  const { value, amount, live = true } = payload as { value?: Money | null; amount?: Money | null; live?: boolean }
  return { value: value ?? amount ?? null, live }
}

/** A page or script of the merchant's own: `conversion`, `id`, `value`, `currency`, and what it knows of the browser. */
function webhook({ payload }: StoredEvent, kind: ConversionKind): Partial<Outcome> | null {
  const { values } = payload as { values: Record<string, unknown> }
  if (values.conversion !== kind) return null
  const orderId = text(values.order_id)
  const value =
    values.value === undefined ? null : moneyFromDecimal(String(values.value), String(values.currency ?? ''))
  return {
    id: text(values.id) ?? orderId ?? undefined,
    value,
    orderId,
    client: clientOf({
      ip: text(values.ip),
      userAgent: text(values.user_agent),
      sourceUrl: text(values.url),
      fbc: text(values.fbc),
      fbp: text(values.fbp),
    }),
  }
}

const itemOf = ({ id, quantity, unitPrice }: LineItem) => ({ id, quantity, unitPrice })

/** Null when nothing was seen of a browser. The page of the thanks is best, then where the buyer came in. */
function clientOf(
  hints: ClientHints | undefined,
  more: { landingUrl?: string | null; sourceUrl?: string | null } = {}
): ReportClient | null {
  if (!hints && !more.landingUrl) return null
  const landingUrl = more.landingUrl ?? null
  const { ip = null, userAgent = null, sourceUrl, fbc = null, fbp = null } = hints ?? {}
  return { ip, userAgent, sourceUrl: sourceUrl ?? landingUrl ?? more.sourceUrl ?? null, landingUrl, fbc, fbp }
}

const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) || null : null
