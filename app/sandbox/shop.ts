import db from '@adonisjs/lucid/services/db'
import type { Workspace } from '#app/accounts/workspace'
import { clock, SECOND } from '#app/clock'
import { readJson } from '#app/database'
import type { Row } from '#app/database'
import { appUrl } from '#config/app'
import type { CartPayload, LineItem, OrderPayload, RefundPayload } from '#sdk/index'
import { personOf } from './people.ts'
import type { SandboxPhone } from './phone.ts'
import { tell } from './telling.ts'

const LAMPS = [
  { id: 'goccia-amber', productId: 'goccia', title: 'Goccia, amber glass', price: 18_400 },
  { id: 'onda-white', productId: 'onda', title: 'Onda wall light', price: 9_650 },
  { id: 'faro-brass', productId: 'faro', title: 'Faro reading lamp', price: 12_800 },
  { id: 'lucciola', productId: 'lucciola', title: 'Lucciola lantern', price: 7_200 },
  { id: 'arco-oak', productId: 'arco', title: 'Arco floor lamp', price: 24_000 },
]

/** Each cart holds one of the lamps, the same one whenever it is looked at. */
const lampOf = (cartId: string) =>
  LAMPS[[...cartId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % LAMPS.length]

/**
 * What happens in the pretend shop. A cart says that it was last touched as long ago as this workspace waits before it
 * calls a cart abandoned: the hour is skipped, everything else takes its course.
 */
export async function abandonCart(workspace: Workspace, phone: SandboxPhone): Promise<string> {
  const cartId = `cart-${clock.now()}`
  const idleSince = clock.now() - workspace.setting('cart_idle_after') - SECOND
  await agree(workspace, phone)
  return tell(phone.connectionId, {
    id: `${cartId}:left`,
    at: clock.now(),
    type: 'cart',
    person: personOf(phone, workspace),
    data: { ...cart(workspace, cartId), changedAt: idleSince } satisfies CartPayload,
  })
}

/** Buying what is in the last cart, or something else where there is none. */
export async function buy(workspace: Workspace, phone: SandboxPhone, cartId?: string): Promise<string> {
  const known = cartId ?? (await lastCart(phone))
  const order = orderOf(workspace, known, await nextNumber(workspace))
  return tell(phone.connectionId, {
    id: `${order.orderId}:paid`,
    at: clock.now(),
    type: 'order',
    person: personOf(phone, workspace),
    data: order,
  })
}

const REFUND_REASONS: Record<string, string> = {
  en: 'The shade arrived chipped',
  it: 'Il paralume è arrivato scheggiato',
}

/** The pretend shop gives the money of an order back. */
export async function refund(workspace: Workspace, phone: SandboxPhone, orderId: string): Promise<string> {
  const order: Row = await db
    .from('orders')
    .where({ workspace_id: workspace.id, connection_id: phone.connectionId, provider_id: orderId })
    .firstOrFail()
  const data: RefundPayload = {
    refundId: `refund-${order.provider_id}`,
    orderId: String(order.provider_id),
    number: String(order.number),
    amount: { amount: Number(order.total), currency: String(order.currency) },
    items: readJson<LineItem[]>(order.items),
    reason: REFUND_REASONS[workspace.locale] ?? REFUND_REASONS.en,
    refundedAt: clock.now(),
    order: null,
  }
  return tell(phone.connectionId, {
    id: data.refundId,
    at: clock.now(),
    type: 'refund',
    person: personOf(phone, workspace),
    data,
  })
}

/** A body of one's own, as the shop's own webhook would be: whatever it lacks is filled in. */
export const tellOwn = (workspace: Workspace, phone: SandboxPhone, body: Record<string, unknown>): Promise<string> =>
  tell(phone.connectionId, {
    id: `own-${clock.now()}`,
    at: clock.now(),
    person: personOf(phone, workspace),
    type: 'cart',
    data: {},
    ...body,
  })

/** At the checkout the box was ticked, once: whoever says STOP later has said so. */
const agree = (workspace: Workspace, phone: SandboxPhone): Promise<string> =>
  tell(phone.connectionId, {
    id: `consent:${phone.id}`,
    at: clock.now(),
    type: 'consent',
    person: personOf(phone, workspace),
    data: {
      action: 'granted',
      channel: 'whatsapp',
      purpose: 'marketing',
      method: 'checkout',
      wording: 'Keep me posted on WhatsApp.',
      wordingVersion: '1',
      proof: { phone: phone.id },
    },
  })

function contentsOf(cartId: string, currency: string) {
  const { price, ...lamp } = lampOf(cartId)
  return {
    items: [{ ...lamp, quantity: 1, unitPrice: { amount: price, currency } }],
    total: { amount: price, currency },
  }
}

export const cart = ({ id, currency }: Workspace, cartId: string) => ({
  cartId,
  recoveryUrl: `${appUrl}/w/${id}/developers/sandbox/carts/${cartId}`,
  ...contentsOf(cartId, currency),
  changedAt: clock.now(),
  completedAt: null,
})

const FIRST_NUMBER = 1042

/** Numbers are for people to read: two purchases within a blink may share one. */
async function nextNumber({ id }: Workspace): Promise<string> {
  const { total } = await db.from('orders').where('workspace_id', id).count('* as total').firstOrFail()
  return `#${FIRST_NUMBER + Number(total)}`
}

function orderOf(workspace: Workspace, cartId: string | null, number: string): OrderPayload {
  const now = clock.now()
  const { items, total } = contentsOf(cartId ?? String(now), workspace.currency)
  return {
    orderId: `order-${now}`,
    number,
    cartId,
    items,
    total,
    lifecycle: 'open',
    payment: 'paid',
    fulfilment: null,
    version: now,
    placedAt: now,
    paidAt: now,
    live: true,
  }
}

async function lastCart(phone: SandboxPhone): Promise<string | null> {
  const contact = await contactIdOf(phone)
  if (!contact) return null
  const row = await db
    .from('carts')
    .where({ connection_id: phone.connectionId, contact_id: contact })
    .orderBy('id', 'desc')
    .first()
  return row?.provider_id ?? null
}

/** Whom the workspace knows by this phone. */
export async function contactIdOf(phone: SandboxPhone): Promise<string | null> {
  const row = await db
    .from('contact_identities')
    .where({ workspace_id: phone.workspaceId, kind: 'sandbox_user', value: phone.address })
    .first()
  return row?.contact_id ?? null
}
