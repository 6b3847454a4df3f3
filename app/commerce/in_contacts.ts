import db from '@adonisjs/lucid/services/db'
import type { Client, Row } from '#app/database'
import { registerSearch } from '#app/http/search'
import { registerProfileFact } from '#app/contacts/profile_facts'
import { registerTimelineSource } from '#app/contacts/timeline'
import type { TimelinePage } from '#app/contacts/timeline'

/** What a contact's profile, and the palette, show of a shop. */
export function registerCommerceViews(): void {
  registerProfileFact(ordersFact)
  registerTimelineSource({ name: 'orders', entries: orderEntries })
  registerSearch({
    kind: 'orders',
    permission: 'commerce.view',
    async find(workspace, words) {
      const query = db.from('orders').where('workspace_id', workspace.id)
      if (words.startsWith('ord_')) query.where('id', words)
      else query.where('number', 'like', `%${words.replace(/[%_\\]/g, '')}%`)
      const rows: Row[] = await query.orderBy('placed_at', 'desc').limit(5)
      return rows.map((row) => ({ id: String(row.id), title: String(row.number), to: `/commerce/orders/${row.id}` }))
    },
  })
}

async function ordersFact(client: Client, contactId: string) {
  const rows: { currency: string; orders: number; total: number }[] = await client
    .from('orders')
    .where({ contact_id: contactId, live: true })
    .groupBy('currency')
    .select('currency')
    .count('* as orders')
    .select(db.raw('sum(total - refunded) as total'))
  if (rows.length === 0) return { key: 'orders', count: 0, total: null }
  const count = rows.reduce((sum, row) => sum + Number(row.orders), 0)
  // Sums of different currencies cannot be added; the most used one is shown.
  const [most] = rows.sort((a, b) => Number(b.orders) - Number(a.orders))
  return { key: 'orders', count, total: { amount: Number(most.total), currency: most.currency } }
}

async function orderEntries(client: Client, contactId: string, { before, limit }: TimelinePage) {
  const orders: Row[] = await client
    .from('orders')
    .where('contact_id', contactId)
    .where('placed_at', '<', before)
    .orderBy('placed_at', 'desc')
    .limit(limit)
  const shipments: Row[] = await client
    .from('shipments')
    .where('contact_id', contactId)
    .where('version', '<', before)
    .orderBy('version', 'desc')
    .limit(limit)
  return [
    ...orders.map((row) => ({
      id: String(row.id),
      at: Number(row.placed_at),
      of: 'orders' as const,
      kind: 'order',
      code: 'commerce.timeline.order',
      params: { number: String(row.number), payment: String(row.payment) },
      href: `/commerce/orders/${row.id}`,
      money: { amount: Number(row.total), currency: String(row.currency) },
    })),
    ...shipments.map((row) => ({
      id: String(row.id),
      at: Number(row.version),
      of: 'orders' as const,
      kind: 'shipment',
      code: `commerce.timeline.shipment_${row.state}`,
      params: { number: String(row.order_number ?? '') },
      href: row.order_id ? `/commerce/orders/${row.order_id}` : null,
    })),
  ]
}
