import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import type { Note } from '#app/events/event'
import type { LineItem } from '#sdk/index'

const PAGE = 50

export interface CartFilter {
  state?: 'open' | 'abandoned' | 'recovered' | 'ordered' | 'held'
  before?: string
}

/** Newest change first. */
export async function listCarts(client: Client, workspaceId: string, filter: CartFilter) {
  const query = withContact(client, 'carts').where('x.workspace_id', workspaceId)
  if (filter.state === 'recovered') query.whereNotNull('x.recovered_at')
  else if (filter.state === 'ordered') query.where('x.state', 'completed').whereNull('x.recovered_at')
  else if (filter.state) query.where('x.state', filter.state)
  const { rows, older } = await page(query, 'changed_at', filter.before)
  return { carts: rows.map(cartLine), older }
}

export async function cartDetails(client: Client, workspaceId: string, id: string) {
  const row = await withContact(client, 'carts').where({ 'x.workspace_id': workspaceId, 'x.id': id }).first()
  return row
    ? { ...cartLine(row), items: readJson<LineItem[]>(row.items), recoveryUrl: row.recovery_url as string | null }
    : null
}

export async function tellingsOfCart(client: Client, workspaceId: string, providerId: string) {
  const rows: Row[] = await client
    .from('events')
    .where({ workspace_id: workspaceId, subject_kind: 'cart', subject_id: providerId })
    .orderBy('id', 'desc')
    .limit(50)
  return rows.map(({ id, type, occurred_at }) => ({ id: String(id), type: String(type), at: Number(occurred_at) }))
}

export interface OrderFilter {
  payment?: string
  q?: string
  before?: string
}

export async function listOrders(client: Client, workspaceId: string, filter: OrderFilter) {
  const query = withContact(client, 'orders').where('x.workspace_id', workspaceId)
  if (filter.payment) query.where('x.payment', filter.payment)
  if (filter.q) query.where('x.number', 'like', `%${filter.q.replace(/[%_\\]/g, '')}%`)
  const { rows, older } = await page(query, 'placed_at', filter.before)
  return { orders: rows.map(orderLine), older }
}

export async function orderDetails(client: Client, workspaceId: string, id: string) {
  const row = await withContact(client, 'orders').where({ 'x.workspace_id': workspaceId, 'x.id': id }).first()
  if (!row) return null
  const shipments: Row[] = await client
    .from('shipments')
    .where('workspace_id', workspaceId)
    .where('order_id', id)
    .orderBy('id')
  const events: Row[] = await client
    .from('events')
    .where({ workspace_id: workspaceId, subject_kind: 'order', subject_id: row.provider_id })
    .orderBy('id', 'desc')
    .limit(50)
  return {
    ...orderLine(row),
    items: readJson<LineItem[]>(row.items),
    statusUrl: row.status_url as string | null,
    cartId: row.cart_id as string | null,
    shipments: shipments.map(shipmentLine),
    events: events.map(({ id: eventId, type, occurred_at }) => ({
      id: String(eventId),
      type: String(type),
      at: Number(occurred_at),
    })),
  }
}

export async function listShipments(client: Client, workspaceId: string, filter: { state?: string; before?: string }) {
  const query = withContact(client, 'shipments').where('x.workspace_id', workspaceId)
  if (filter.state) query.where('x.state', filter.state)
  const { rows, older } = await page(query, 'version', filter.before)
  return { shipments: rows.map((row) => ({ ...shipmentLine(row), contact: contactIn(row) })), older }
}

const withContact = (client: Client, table: string) =>
  client
    .from(`${table} as x`)
    .leftJoin('contacts as c', 'c.id', 'x.contact_id')
    .select('x.*', 'c.first_name', 'c.last_name', 'c.phone', 'c.email')

/** Keyset pages on a time and the id: `before` is `time.id` of the last row. */
async function page(
  query: ReturnType<typeof withContact>,
  column: string,
  before: string | undefined
): Promise<{ rows: Row[]; older: string | null }> {
  const [at, id] = (before ?? '').split('.')
  if (at && id)
    query.where((earlier) =>
      earlier
        .where(`x.${column}`, '<', Number(at))
        .orWhere((same) => same.where(`x.${column}`, Number(at)).where('x.id', '<', id))
    )
  const rows: Row[] = await query
    .orderBy(`x.${column}`, 'desc')
    .orderBy('x.id', 'desc')
    .limit(PAGE + 1)
  const last = rows[PAGE - 1]
  return { rows: rows.slice(0, PAGE), older: rows.length > PAGE ? `${last[column]}.${last.id}` : null }
}

const contactIn = (row: Row) =>
  row.contact_id
    ? {
        id: String(row.contact_id),
        name:
          [row.first_name, row.last_name].filter(Boolean).join(' ') || String(row.phone ?? row.email ?? row.contact_id),
      }
    : null

const moneyIn = (row: Row, column: string) => ({ amount: Number(row[column]), currency: String(row.currency) })

const time = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

const cartLine = (row: Row) => ({
  id: String(row.id),
  providerId: String(row.provider_id),
  contact: contactIn(row),
  total: moneyIn(row, 'total'),
  itemCount: Number(row.item_count),
  firstItem: readJson<LineItem[]>(row.items)[0]?.title ?? null,
  state: stateOfCart(row),
  episode: Number(row.episode),
  changedAt: Number(row.changed_at),
  dueAt: time(row.due_at),
  abandonedAt: time(row.abandoned_at),
  recoveredAt: time(row.recovered_at),
  orderId: row.order_id as string | null,
  reason: row.reason
    ? readJson<Note>(row.reason)
    : row.contact_id || row.state !== 'open'
      ? null
      : { code: 'cart_without_contact' },
})

function stateOfCart(row: Row): 'open' | 'idle' | 'abandoned' | 'recovered' | 'ordered' | 'empty' {
  if (row.recovered_at !== null) return 'recovered'
  if (row.state === 'completed') return 'ordered'
  if (row.state === 'abandoned') return 'abandoned'
  if (row.state === 'held') return 'idle'
  return Number(row.item_count) === 0 ? 'empty' : 'open'
}

const orderLine = (row: Row) => ({
  id: String(row.id),
  number: String(row.number),
  contact: contactIn(row),
  total: moneyIn(row, 'total'),
  refunded: Number(row.refunded) > 0 ? moneyIn(row, 'refunded') : null,
  itemCount: Number(row.item_count),
  lifecycle: String(row.lifecycle),
  payment: String(row.payment),
  fulfilment: String(row.fulfilment),
  placedAt: Number(row.placed_at),
  paidAt: time(row.paid_at),
  live: Boolean(row.live),
  connector: String(row.connector),
})

const shipmentLine = (row: Row) => ({
  id: String(row.id),
  orderId: row.order_id as string | null,
  orderNumber: row.order_number as string | null,
  carrier: row.carrier as string | null,
  trackingNumber: row.tracking_number as string | null,
  trackingUrl: row.tracking_url as string | null,
  state: String(row.state),
  estimatedAt: time(row.estimated_at),
  at: Number(row.version),
})
