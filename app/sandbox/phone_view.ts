import db from '@adonisjs/lucid/services/db'
import type { Workspace } from '#app/accounts/workspace'
import type { Connection } from '#app/connectors/connection'
import type { ChainSeed } from '#app/http/chains'
import { drawn } from '#app/templates/bubble'
import type { Bubble } from '#app/templates/bubble'
import { SandboxMessage } from './phone.ts'
import type { SandboxPhone } from './phone.ts'
import { contactIdOf } from './shop.ts'

/** The phone as its owner sees it: our messages at the left. What is offline has not arrived. */
export async function phoneView(workspace: Workspace, connection: Connection, phone: SandboxPhone) {
  const messages = await SandboxMessage.query().where('phoneId', phone.id).whereIn('state', ['arrived']).orderBy('id')
  return {
    phone: {
      id: phone.id,
      name: phone.name,
      offline: phone.offline,
      blocks: phone.blocks,
      readsAtOnce: phone.readsAtOnce,
    },
    shop: String(connection.settings.shopName ?? workspace.name),
    bubbles: messages.map(bubble),
    contactId: await contactIdOf(phone),
  }
}

const bubble = (message: SandboxMessage): Bubble & { providerId: string } => ({
  id: message.id,
  providerId: message.providerId,
  side: message.direction === 'out' ? 'left' : 'right',
  at: message.createdAt,
  ...drawn(message.content),
  ...(message.direction === 'in' ? { status: 'read' as const } : {}),
})

/** What the chain beside the phone is about: the relay a purchase was won by, else the latest message or happening. */
export async function latestRelay(connection: Connection, contactId: string | null): Promise<ChainSeed | null> {
  if (contactId) {
    const won = await wonBy(contactId)
    if (won) return { kind: 'message', id: won }
    const message = await db
      .from('messages')
      .where('contact_id', contactId)
      .whereNotNull('run_id')
      .orderBy('id', 'desc')
      .first()
    const event = await db
      .from('events')
      .where('contact_id', contactId)
      .whereIn('type', ['cart.updated', 'cart.abandoned', 'order.paid', 'shipment.dispatched'])
      .orderBy('id', 'desc')
      .first()
    if (message && (!event || message.created_at >= event.received_at || message.event_id === event.id))
      return { kind: 'message', id: message.id }
    if (event) return { kind: 'event', id: event.id }
  }
  const delivery = await db
    .from('deliveries')
    .where('connection_id', connection.id)
    .whereNot('topic', 'status')
    .orderBy('id', 'desc')
    .first()
  return delivery ? { kind: 'delivery', id: delivery.id } : null
}

/** The message that the last purchase is credited to, until the next cart begins: the confirmation is another story. */
async function wonBy(contactId: string): Promise<string | null> {
  const won = await db
    .from('conversions')
    .where('contact_id', contactId)
    .whereNotNull('message_id')
    .orderBy('id', 'desc')
    .first()
  if (!won) return null
  const next = await db
    .from('events')
    .where('contact_id', contactId)
    .where('type', 'cart.updated')
    .where('received_at', '>', won.created_at)
    .first()
  return next ? null : won.message_id
}
