import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import type { Note } from '#app/events/event'
import type { LineItem } from '#sdk/index'
import { contactIn, moneyIn, page, search, time, withContact } from './listing.ts'

export interface CartFilter {
  state?: 'open' | 'abandoned' | 'recovered' | 'ordered' | 'held'
  q?: string
  before?: string
}

/** Newest change first. */
export async function listCarts(client: Client, workspaceId: string, filter: CartFilter) {
  const query = withContact(client, 'carts').where('x.workspace_id', workspaceId)
  if (filter.state === 'recovered') query.whereNotNull('x.recovered_at')
  else if (filter.state === 'ordered') query.where('x.state', 'completed').whereNull('x.recovered_at')
  else if (filter.state) query.where('x.state', filter.state)
  search(query, filter.q)
  const { rows, older } = await page(query, 'changed_at', filter.before)
  return { carts: rows.map(cartLine), older }
}

export async function cartDetails(client: Client, workspaceId: string, id: string) {
  const row = await withContact(client, 'carts').where({ 'x.workspace_id': workspaceId, 'x.id': id }).first()
  return row
    ? { ...cartLine(row), items: readJson<LineItem[]>(row.items), recoveryUrl: row.recovery_url as string | null }
    : null
}

export const cartLine = (row: Row) => ({
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
